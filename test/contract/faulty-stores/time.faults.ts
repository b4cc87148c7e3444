import type { OpenStore } from '../../../lib/testing/store-under-test.js';
import { opened, SharedStore, type StoreFault } from '../shared-store.js';

/** Stores that tell the time in a wrong way. */
export const timeFaults: readonly StoreFault[] = [
  ['tells the time in seconds', telling(() => Date.now() / 1000), /^tells the time in milliseconds since 1970/],
  ['tells the time in microseconds', telling(() => Date.now() * 1000), /^tells the time in milliseconds since 1970/],
  ['tells the time as a text', telling(() => `${Date.now()}` as never), /^tells the time in milliseconds since 1970/],
  ['tells no time', telling(() => NaN), /^tells the time in milliseconds since 1970/],
  ['does not answer for the time', telling(() => new Promise(() => {})), /^tells the time in milliseconds since 1970/],
  [
    'tells each instance another time',
    () => {
      let instances = 0;
      return opened(
        class extends SharedStore {
          readonly #behind = 60_000 * instances++;
          override now(): number {
            return Date.now() - this.#behind;
          }
        },
      )();
    },
    /^tells a time that goes on, whichever instance asks/,
  ],
];

/** A store that is sound but for its time. */
function telling(now: () => number | Promise<number>): OpenStore {
  return opened(
    class extends SharedStore {
      override now(): number | Promise<number> {
        return now();
      }
    },
  );
}
