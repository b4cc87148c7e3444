import type { AuditEntry } from '../../../lib/store/audit-entry.js';
import type { StoreContent, StorePosition } from '../../../lib/store/flag-store.js';
import { StoredDocuments } from '../../../lib/store/stored-documents.js';
import type { OpenStore } from '../../../lib/testing/store-under-test.js';
import { opened, SharedStore, type Append, type StoreFault } from '../shared-store.js';

/** Stores that are written to in a wrong way. */
export const appendFaults: readonly StoreFault[] = [
  [
    'loses all but the first entry of an append',
    appending((memory, entries, last) => memory.append(entries.slice(0, 1), last)),
    /^adds several entries in one append/,
  ],
  [
    'adds only the first thousand entries of an append',
    appending((memory, entries, last) => memory.append(entries.slice(0, 1000), last)),
    /^adds more than a thousand entries in one append/,
  ],
  [
    'does not look at the id of the last entry',
    appending((memory, entries, { version }) => {
      const { position } = memory.read();
      return version === position.version && memory.append(entries, position);
    }),
    /^writes nothing after an entry that is not the last one/,
  ],
  [
    'does not look at the version of the last entry',
    appending((memory, entries, { id }) => {
      const { position } = memory.read();
      return id === position.id && memory.append(entries, position);
    }),
    /^writes nothing after an entry that is not the last one/,
  ],
  [
    'appends whatever it is given',
    appending((memory, entries) => memory.append(entries, memory.read().position)),
    /^writes nothing after an entry that is not the last one/,
  ],
  [
    'rejects an append with an error',
    appending((memory, entries, last) => {
      if (memory.append(entries, last)) return true;
      throw new Error('somebody was faster');
    }),
    /^writes nothing after an entry that is not the last one/,
  ],
  [
    'rejects an append, but makes its documents',
    opened(
      class extends SharedStore {
        readonly #refused: AuditEntry[] = [];
        override async append(entries: readonly AuditEntry[], last: StorePosition): Promise<boolean> {
          if (await super.append(entries, last)) return true;
          this.#refused.push(...entries);
          return false;
        }
        override async read(): Promise<StoreContent> {
          const { position, documents } = await super.read();
          const made = new StoredDocuments(documents);
          for (const entry of this.#refused) made.apply(entry);
          return { position, documents: made.all() };
        }
      },
    ),
    /^writes none of several entries after an entry that is not the last one/,
  ],
  [
    'believes who knows more than it does while it is empty',
    appending((memory, entries, last) => {
      const { position } = memory.read();
      return memory.append(entries, position.version === 0 ? position : last);
    }),
    /^writes nothing to an empty store for a writer that expects an entry/,
  ],
  [
    'looks at the last entry before it waits for its turn',
    appending(async (memory, entries, last) => {
      const { position } = memory.read();
      if (position.version !== last.version || position.id !== last.id) return false;
      await Promise.resolve();
      return memory.append(entries, memory.read().position);
    }),
    /^accepts exactly one of several appends that follow the same entry/,
  ],
  [
    'lets each instance count by itself',
    opened(
      class extends SharedStore {
        #own: StorePosition | undefined;
        override async read(): Promise<StoreContent> {
          const content = await super.read();
          this.#own ??= content.position;
          return content;
        }
        override append(entries: readonly AuditEntry[], last: StorePosition): boolean | Promise<boolean> {
          const { version, id } = this.#own ?? this.memory.read().position;
          if (version !== last.version || id !== last.id) return false;
          this.#own = entries.at(-1);
          return super.append(entries, this.memory.read().position);
        }
      },
    ),
    /^accepts exactly one of several appends of different instances that follow the same entry/,
  ],
  [
    'reads once and for all',
    opened(
      class extends SharedStore {
        #content: StoreContent | undefined;
        override async read(): Promise<StoreContent> {
          return (this.#content ??= await super.read());
        }
        override async append(entries: readonly AuditEntry[], last: StorePosition): Promise<boolean> {
          this.#content = undefined;
          return await super.append(entries, last);
        }
      },
    ),
    /^shows every instance what another has appended/,
  ],
  [
    'rejects every append after the first ones',
    appending((memory, entries, last) => last.version < 3 && memory.append(entries, last)),
    /^loses no entry of several writers that retry until they succeed/,
  ],
];

/** A store that is sound but for how it appends. */
function appending(append: Append): OpenStore {
  return opened(
    class extends SharedStore {
      override append(entries: readonly AuditEntry[], last: StorePosition): boolean | Promise<boolean> {
        return append(this.there, entries, last);
      }
    },
  );
}
