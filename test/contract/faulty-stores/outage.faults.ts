import type { AuditEntry, AuditQuery } from '../../../lib/store/audit-entry.js';
import type { StoreContent, StoreListener, StorePosition } from '../../../lib/store/flag-store.js';
import { StoreFailedError } from '../../../lib/store/store.errors.js';
import type { OpenStore } from '../../../lib/testing/store-under-test.js';
import { opened, SharedStore, type Append, type StoreFault } from '../shared-store.js';

/** Stores that are not honest about being out of reach. */
export const outageFaults: readonly StoreFault[] = [
  [
    'is empty during an outage',
    away({ read: () => ({ position: { version: 0, id: '' }, documents: [] }) }),
    /^rejects calls during an outage/,
  ],
  ['has no log during an outage', away({ query: () => [] }), /^rejects calls during an outage/],
  ['hangs during an outage', away({ read: () => new Promise(() => {}) }), /^rejects calls during an outage/],
  ['rejects with a text', away({ read: () => Promise.reject('away') }), /^rejects calls during an outage/],
  [
    'reports an outage as something that an operator has to fix',
    away({ read: () => Promise.reject(new StoreFailedError('shared', 'connection refused')) }),
    /^rejects calls during an outage/,
  ],
  [
    'never recovers from an outage',
    opened(
      class extends SharedStore {
        #isLost = false;
        override read(): StoreContent | Promise<StoreContent> {
          this.#isLost ||= this.server.isAway;
          if (this.#isLost) throw new Error('connection lost');
          return super.read();
        }
      },
    ),
    /^rejects calls during an outage/,
  ],
  [
    'is empty when it is out of reach at first',
    opened(
      class extends SharedStore {
        #content: StoreContent = { position: { version: 0, id: '' }, documents: [] };
        override async read(): Promise<StoreContent> {
          if (this.server.isAway && this.#content.position.version === 0) return this.#content;
          return (this.#content = await super.read());
        }
      },
    ),
    /^rejects its first call during an outage/,
  ],
  ['answers false during an outage', away({ append: () => false }), /^rejects an append during an outage/],
  ['promises to append after an outage', away({ append: () => true }), /^rejects an append during an outage/],
  [
    'leaves half of an append behind when an outage comes between',
    away({
      append: (memory, entries, last) => {
        memory.append(entries.slice(0, 1), last);
        throw new Error('connection lost');
      },
    }),
    /^rejects an append during an outage/,
  ],
  [
    'tells nothing any more after an outage',
    opened(
      class extends SharedStore {
        #isLost = false;
        override read(): StoreContent | Promise<StoreContent> {
          this.#isLost ||= this.server.isAway;
          return super.read();
        }
        override watch(listener: StoreListener): () => void {
          return super.watch({
            ...listener,
            changed: (...news) => (this.#isLost ? undefined : listener.changed(...news)),
          });
        }
      },
    ),
    /^reports changes again after an outage/,
  ],
];

interface Answers {
  readonly read?: () => StoreContent | Promise<StoreContent>;
  readonly query?: () => readonly AuditEntry[];
  readonly append?: Append;
}

/** A store that answers so while it is out of reach. */
function away(answers: Answers): OpenStore {
  return opened(
    class extends SharedStore {
      override async read(): Promise<StoreContent> {
        return await (this.server.isAway && answers.read ? answers.read() : super.read());
      }
      override query(query: AuditQuery): readonly AuditEntry[] | Promise<readonly AuditEntry[]> {
        return this.server.isAway && answers.query ? answers.query() : super.query(query);
      }
      override async append(entries: readonly AuditEntry[], last: StorePosition): Promise<boolean> {
        const { isAway } = this.server;
        return await (isAway && answers.append
          ? answers.append(this.memory, entries, last)
          : super.append(entries, last));
      }
    },
  );
}
