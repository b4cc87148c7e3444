import type { OpenStore } from '../../../lib/testing/store-under-test.js';
import { opened, SharedStore, type StoreFault } from '../shared-store.js';

/** Stores that tell the time in a wrong way. */
export const timeFaults: readonly StoreFault[] = [
  [
    'tells the time in seconds',
    telling(() => Date.now() / 1000),
    /^returns the time in milliseconds since 1970 to every instance/,
  ],
  [
    'tells the time in microseconds',
    telling(() => Date.now() * 1000),
    /^returns the time in milliseconds since 1970 to every instance/,
  ],
  [
    'tells the time as a text',
    telling(() => `${Date.now()}` as never),
    /^returns the time in milliseconds since 1970 to every instance/,
  ],
  ['tells no time', telling(() => NaN), /^returns the time in milliseconds since 1970 to every instance/],
  [
    'does not answer for the time',
    telling(() => new Promise(() => {})),
    /^returns the time in milliseconds since 1970 to every instance/,
  ],
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
    /^returns a time that advances/,
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
