import type { StoreContent } from '../../../lib/store/flag-store.js';
import type { OpenStore } from '../../../lib/testing/store-under-test.js';
import { logOf, opened, Server, SharedStore, type StoreFault } from '../shared-store.js';

/** Stores that do not close or restart as they must. */
export const lifetimeFaults: readonly StoreFault[] = [
  [
    'cannot be closed twice',
    opened(
      class extends SharedStore {
        #isClosed = false;
        override close(): void {
          if (this.#isClosed) throw new Error('is closed');
          this.#isClosed = true;
        }
      },
    ),
    /^can be closed twice/,
  ],
  [
    'cannot be closed before it was used',
    opened(
      class extends SharedStore {
        #isOpen = false;
        override read(): StoreContent | Promise<StoreContent> {
          this.#isOpen = true;
          return super.read();
        }
        override close(): void | Promise<void> {
          return this.#isOpen ? undefined : new Promise(() => {});
        }
      },
    ),
    /^can be closed before its first use/,
  ],
  ['forgets everything at a restart', reopened(() => {}), /^contains everything after a restart/],
  [
    'forgets sticky variants at a restart',
    reopened((before, after) => void after.memory.append(logOf(before), { version: 0, id: '' })),
    /^contains sticky variants after a restart/,
  ],
];

/** A store that takes this much over a restart. */
function reopened(restart: (before: Server, after: Server) => void): OpenStore {
  return () => {
    const server = new Server();
    return {
      store: new SharedStore(server),
      reopen: () => {
        const next = new Server();
        restart(server, next);
        return new SharedStore(next);
      },
    };
  };
}
