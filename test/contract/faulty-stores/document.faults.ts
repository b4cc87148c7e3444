import type { AuditEntry, AuditQuery } from '../../../lib/store/audit-entry.js';
import type { StoreContent, StorePosition } from '../../../lib/store/flag-store.js';
import { StoredDocuments } from '../../../lib/store/stored-documents.js';
import type { OpenStore } from '../../../lib/testing/store-under-test.js';
import { logOf, opened, SharedStore, type StoreFault } from '../shared-store.js';

/** Stores that do not keep, or give back, what they have to. */
export const documentFaults: readonly StoreFault[] = [
  [
    'has no name',
    opened(
      class extends SharedStore {
        override readonly name = ' ';
      },
    ),
    /^has a name/,
  ],
  [
    'begins with an entry that nobody has seen',
    reading(({ position, documents }) => ({
      position: position.version === 0 ? { version: 0, id: 'first' } : position,
      documents,
    })),
    /^begins empty/,
  ],
  [
    'keeps no segments',
    reading(({ position, documents }) => ({
      position,
      documents: documents.filter(({ kind }) => kind !== 'segment'),
    })),
    /^keeps a segment as it was last written/,
  ],
  [
    'keeps what is removed',
    making((entry) => (entry.after === null ? [] : [entry])),
    /^keeps a flag as it was last written, until it is removed/,
  ],
  [
    'keeps a document as it was first written',
    making((entry) => (entry.before !== null && entry.after !== null ? [] : [entry])),
    /^keeps a flag as it was last written/,
  ],
  [
    'takes the override of a unit for that of everyone',
    reading(({ position, documents }) => ({
      position,
      documents: documents.map((each) => ({ ...each, id: each.id.replace(/ .*/, '') })),
    })),
    /^distinguishes documents of different kinds with the same key/,
  ],
  [
    'makes documents of what a provider holds',
    making(({ provider: _, ...entry }) => [entry]),
    /^changes no document for an entry about a definition of a provider/,
  ],
  [
    'writes keys in lower case',
    reading(({ position, documents }) => ({
      position,
      documents: documents.map((each) => ({ ...each, id: each.id.toLowerCase() })),
    })),
    /^keeps documents whose keys contain every valid character/,
  ],
  [
    'trims its units',
    reading(({ position, documents }) => ({
      position,
      documents: documents.map((each) => ({ ...each, id: each.id.trim() })),
    })),
    /^keeps overrides of units with spaces/,
  ],
  [
    'makes an object of an empty list',
    opened(
      class extends SharedStore {
        override async query(query: AuditQuery): Promise<readonly AuditEntry[]> {
          const text = JSON.stringify(await super.query(query)).replaceAll('[]', '{}');
          return text === '{}' ? [] : (JSON.parse(text) as AuditEntry[]);
        }
      },
    ),
    /^keeps values exactly as they are/,
  ],
  [
    'rounds numbers to fourteen digits, as some scripting languages do',
    reading(({ position, documents }) => ({ position, documents: rounded(documents) })),
    /^keeps values exactly as they are/,
  ],
  [
    'takes lines of 64 KiB at most',
    opened(
      class extends SharedStore {
        override append(entries: readonly AuditEntry[], last: StorePosition): boolean | Promise<boolean> {
          if (entries.some((entry) => Buffer.byteLength(JSON.stringify(entry)) > 64 * 1024))
            throw new Error('the line is too long');
          return super.append(entries, last);
        }
      },
    ),
    /^keeps an entry with values of 64 KiB/,
  ],
  [
    'gives its documents page by page',
    reading(({ position, documents }) => ({ position, documents: documents.slice(0, 500) })),
    /^keeps 1,000 documents/,
  ],
  [
    'hands out the documents that it holds',
    opened(
      class extends SharedStore {
        #held: StoreContent | undefined;
        override async read(): Promise<StoreContent> {
          const content = await super.read();
          if (this.#held?.position.version === content.position.version) return this.#held;
          const { position, documents } = content;
          return (this.#held = { position, documents: documents.map((each) => ({ ...each })) });
        }
      },
    ),
    /^does not expose its own state/,
  ],
  [
    'hands out the entries that it holds',
    opened(
      class extends SharedStore {
        #held: AuditEntry[] = [];
        override async query(query: AuditQuery): Promise<readonly AuditEntry[]> {
          const found = await super.query(query);
          if (this.#held.length !== found.length) this.#held = found.map((entry) => ({ ...entry }));
          return this.#held;
        }
      },
    ),
    /^does not expose its own state/,
  ],
];

/** A store that is sound but for what it reads. */
function reading(answer: (content: StoreContent) => StoreContent): OpenStore {
  return opened(
    class extends SharedStore {
      override async read(): Promise<StoreContent> {
        return answer(await super.read());
      }
    },
  );
}

/** A store that is sound but for the entries of which it makes its documents. */
function making(entriesOf: (entry: AuditEntry) => readonly AuditEntry[]): OpenStore {
  return opened(
    class extends SharedStore {
      override async read(): Promise<StoreContent> {
        const { position } = await super.read();
        const made = new StoredDocuments();
        for (const entry of logOf(this.server).flatMap(entriesOf)) made.apply(entry);
        return { position, documents: made.all() };
      }
    },
  );
}

function rounded<T>(value: T): T {
  const text = JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'number' ? Number(each.toPrecision(14)) : each,
  );
  return JSON.parse(text) as T;
}
