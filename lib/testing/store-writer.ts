import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { jsonEqual } from '../engine/json/json-equal.js';
import type { JsonValue } from '../engine/json/json-value.js';
import { chainedEntries, NO_HASH, type ChainEnd } from '../store/audit/audit-chain.js';
import type { AuditEntry, AuditQuery } from '../store/audit-entry.js';
import { AuditKeys } from '../store/audit/audit-keys.js';
import type { FlagStore, StoreContent, StorePosition } from '../store/flag-store.js';
import { NO_DOCUMENTS, StateDigest } from '../store/audit/state-digest.js';
import type { StoredDocument } from '../store/stored-document.js';
import { StoredDocuments } from '../store/stored-documents.js';
import { inTime } from './delivered-definitions.js';
import type { ShopChange } from './shop-changes.js';

const MORE_THAN_ALL = 10_000;
const MOST_ATTEMPTS = 50; // many times as many as there are writers, each of which can be faster once

/** Reads and writes one store, in bounded time. */
export class StoreWriter {
  constructor(readonly store: FlagStore) {}

  read(): Promise<StoreContent> {
    return inTime('read() did not answer', () => this.store.read());
  }

  append(entries: readonly AuditEntry[], last: StorePosition): Promise<boolean> {
    return inTime('append() did not answer', () => this.store.append(entries, last));
  }

  query(query: Partial<AuditQuery> = {}): Promise<readonly AuditEntry[]> {
    return inTime('query() did not answer', () =>
      this.store.query({ order: 'oldest_first', limit: MORE_THAN_ALL, ...query }),
    );
  }

  /** Adds changes after the last entry, in one append. */
  async add(...changes: readonly ShopChange[]): Promise<readonly AuditEntry[]> {
    const last = await this.position();
    const entries = entriesAfter(last, changes, await this.end());
    assert.equal(await this.append(entries, last), true, 'append() must return true after the last entry');
    return entries;
  }

  /** Adds a change after the last entry, and retries if another writer was faster. */
  async addInTurn(change: ShopChange): Promise<readonly AuditEntry[]> {
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      const last = await this.position();
      const entries = entriesAfter(last, [change], await this.end());
      if (await this.append(entries, last)) return entries;
    }
    return assert.fail(`append() rejected an entry ${MOST_ATTEMPTS} times`);
  }

  /** The end of the log, to which the next entry is chained. */
  async end(): Promise<ChainEnd> {
    const [last] = await this.query({ order: 'newest_first', limit: 1 });
    return { hash: last?.hash ?? NO_HASH, digest: StateDigest.of((await this.read()).documents) };
  }

  async position(): Promise<StorePosition> {
    const { version, id } = (await this.read()).position;
    return { version, id };
  }

  /** Asserts that the store contains exactly these entries, and the documents that result from them. */
  async assertHolds(entries: readonly AuditEntry[]): Promise<void> {
    await this.assertDocuments(entries);
    assertSame(await this.query(), entries, 'query() returns other entries');
  }

  /** Asserts that the documents are the result of these entries, which must be all that were ever appended. */
  async assertDocuments(entries: readonly AuditEntry[]): Promise<void> {
    const { documents, position } = await this.read();
    const last = entries.at(-1) ?? { version: 0, id: '' };
    assert.deepEqual([position.version, position.id], [last.version, last.id], 'read() returns another position');
    const expected = new StoredDocuments();
    for (const entry of entries) expected.apply(entry);
    assertSame(byName(documents), byName(expected.all()), 'read() returns other documents');
  }
}

/** Creates the entries of changes that follow a position, as one append. Frozen, like those of the manager. */
export function entriesAfter(
  { version }: StorePosition,
  changes: readonly ShopChange[],
  end: ChainEnd = { hash: NO_HASH, digest: NO_DOCUMENTS },
): readonly AuditEntry[] {
  const entries = changes.map((change, i) => ({
    id: randomUUID(),
    version: version + 1 + i,
    time: '2026-01-01T00:00:00.000Z',
    actor: 'grace',
    origin: 'api',
    ...change,
  }));
  return chainedEntries(entries, end, AuditKeys.NONE);
}

/** Asserts that both values are the same JSON, even if they come from different realms of a test runner. */
export function assertSame(actual: unknown, expected: unknown, complaint: string): void {
  if (jsonEqual(actual as JsonValue, expected as JsonValue)) return;
  throw new assert.AssertionError({
    message: `${complaint}: ${shown(actual)} instead of ${shown(expected)}`,
    actual,
    expected,
    operator: 'deepStrictEqual',
  });
}

function shown(value: unknown): string {
  return inspect(value, { depth: 8 }).slice(0, 500);
}

/** Sorts documents, because a store may return them in any order. */
function byName(documents: readonly StoredDocument[]): readonly StoredDocument[] {
  return documents
    .map(({ kind, id, value }) => ({ kind, id, value }))
    .toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function nameOf({ kind, id }: StoredDocument): string {
  return `${kind} ${id}`;
}
