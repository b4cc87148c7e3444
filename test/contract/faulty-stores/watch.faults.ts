import { setImmediate } from 'node:timers/promises';
import type { AuditEntry } from '../../../lib/store/audit-entry.js';
import type { StoreListener, StorePosition } from '../../../lib/store/flag-store.js';
import type { OpenStore } from '../../../lib/testing/store-under-test.js';
import { opened, SharedStore, type Memory, type StoreFault } from '../shared-store.js';

/** Stores that do not tell of changes. */
export const watchFaults: readonly StoreFault[] = [
  ['never tells anything', watching(() => () => {}), /^reports every change that is made through it/],
  [
    'tells before anything is there',
    opened(
      class extends SharedStore {
        readonly #listeners = new Set<StoreListener>();
        override watch(listener: StoreListener): () => void {
          this.#listeners.add(listener);
          return () => void this.#listeners.delete(listener);
        }
        override async append(entries: readonly AuditEntry[], last: StorePosition): Promise<boolean> {
          for (const listener of this.#listeners) listener.changed();
          await setImmediate();
          return await super.append(entries, last);
        }
      },
    ),
    /^reports every change that is made through it/,
  ],
  [
    'reports an append that it has rejected',
    opened(
      class extends SharedStore {
        readonly #listeners = new Set<StoreListener>();
        override watch(listener: StoreListener): () => void {
          this.#listeners.add(listener);
          return () => void this.#listeners.delete(listener);
        }
        override async append(entries: readonly AuditEntry[], last: StorePosition): Promise<boolean> {
          const isAdded = await super.append(entries, last);
          for (const listener of this.#listeners) listener.changed(entries, last);
          return isAdded;
        }
      },
    ),
    /^does not report an append that it has rejected/,
  ],
  [
    'tells only of what is made through it',
    opened(
      class extends SharedStore {
        #isOwn = false;
        override watch(listener: StoreListener): () => void {
          return super.watch({
            ...listener,
            changed: (...news) => (this.#isOwn ? listener.changed(...news) : undefined),
          });
        }
        override append(entries: readonly AuditEntry[], last: StorePosition): boolean | Promise<boolean> {
          this.#isOwn = true;
          const answer = super.append(entries, last);
          this.#isOwn = false;
          return answer;
        }
      },
    ),
    /^reports every change that another instance makes/,
  ],
  [
    'tells others of their entries in the wrong order',
    watching((memory, listener) =>
      memory.watch({ ...listener, changed: (entries, after) => listener.changed(entries?.toReversed(), after) }),
    ),
    /^reports every change that is made through it/,
  ],
  [
    'tells of entries as they were not appended',
    watching((memory, listener) =>
      memory.watch({
        ...listener,
        changed: (entries, after) =>
          listener.changed(
            entries?.map((entry) => ({ ...entry, after: null })),
            after,
          ),
      }),
    ),
    /^reports every change that is made through it/,
  ],
  [
    'tells of entries that are behind others than it says',
    watching((memory, listener) =>
      memory.watch({ ...listener, changed: (entries) => listener.changed(entries, { version: 0, id: 'elsewhere' }) }),
    ),
    /^reports every change that is made through it/,
  ],
  [
    'begins to listen a while after it says so',
    watching((memory, listener) => {
      let isListening = false;
      const timer = setTimeout(() => (isListening = true), 100);
      const unwatch = memory.watch({
        ...listener,
        changed: (...news) => (isListening ? listener.changed(...news) : undefined),
      });
      return () => {
        clearTimeout(timer);
        unwatch();
      };
    }),
    /^reports all entries that are appended while it is watched/,
  ],
  [
    'knows one listener only',
    opened(
      class extends SharedStore {
        #unwatch = () => {};
        override watch(listener: StoreListener): () => void {
          this.#unwatch();
          return (this.#unwatch = super.watch(listener));
        }
      },
    ),
    /^notifies all listeners/,
  ],
  [
    'cannot be left',
    watching((memory, listener) => {
      memory.watch(listener);
      return () => {};
    }),
    /^no longer notifies a listener that has stopped watching/,
  ],
  [
    'stops watching for good',
    opened(
      class extends SharedStore {
        #isLeft = false;
        override watch(listener: StoreListener): () => void {
          const unwatch = this.#isLeft ? () => {} : super.watch(listener);
          return () => {
            this.#isLeft = true;
            unwatch();
          };
        }
      },
    ),
    /^can be watched again after all listeners have stopped/,
  ],
];

/** A store that is sound but for how it is watched. */
function watching(watch: (memory: Memory, listener: StoreListener) => () => void): OpenStore {
  return opened(
    class extends SharedStore {
      override watch(listener: StoreListener): () => void {
        return watch(this.there, listener);
      }
    },
  );
}
