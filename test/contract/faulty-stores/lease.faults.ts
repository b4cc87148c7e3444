import type { OpenStore } from '../../../lib/testing/store-under-test.js';
import { opened, Server, SharedStore, type Memory, type StoreFault } from '../shared-store.js';

/** Stores that give leases in a wrong way. */
export const leaseFaults: readonly StoreFault[] = [
  ['gives a lease to everyone', leasing(() => true), /^grants a lease to one holder at a time/],
  ['gives no lease to anybody', leasing(() => false), /^grants a lease to one holder at a time/],
  [
    'does not give a holder its lease again',
    opened(
      class extends SharedStore {
        #count = 0;
        override lease(name: string, _: string, milliseconds: number): boolean {
          return super.lease(name, `holder ${this.#count++}`, milliseconds);
        }
      },
    ),
    /^grants a lease to one holder at a time/,
  ],
  [
    'has one lease for everything',
    leasing((memory, _, holder, milliseconds) => memory.lease('lease', holder, milliseconds)),
    /^grants leases with other names to other holders/,
  ],
  [
    'lets each instance have a lease of its own',
    opened(
      class extends SharedStore {
        readonly #own = new Server().memory;
        override lease(name: string, holder: string, milliseconds: number): boolean {
          return this.#own.lease(name, holder, milliseconds);
        }
      },
    ),
    /^grants a lease to exactly one of several concurrent holders/,
  ],
  [
    'gives leases forever',
    leasing((memory, name, holder) => memory.lease(name, holder, Infinity)),
    /^ends a lease after its duration/,
  ],
  [
    'does not prolong a lease',
    opened(
      class extends SharedStore {
        readonly #held = new Map<string, number>();
        override lease(name: string, holder: string, milliseconds: number): boolean {
          const place = `${name} ${holder}`;
          const until = this.#held.get(place) ?? 0;
          const left = until > performance.now() ? until - performance.now() : milliseconds;
          this.#held.set(place, performance.now() + left);
          return super.lease(name, holder, left);
        }
      },
    ),
    /^keeps a lease for as long as its holder has extended it/,
  ],
];

/** A store that is sound but for its leases. */
function leasing(lease: (memory: Memory, name: string, holder: string, milliseconds: number) => boolean): OpenStore {
  return opened(
    class extends SharedStore {
      override lease(name: string, holder: string, milliseconds: number): boolean {
        return lease(this.there, name, holder, milliseconds);
      }
    },
  );
}
