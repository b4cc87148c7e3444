import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { matchesAuditQuery, type AuditEntry, type AuditQuery } from '../../../../lib/store/audit-entry.js';
import { FileStore } from '../../../../lib/store/file/file.store.js';
import { temporaryDirectory } from '../../../support/temporary-directory.js';
import { added, fileStores } from '../file-stores.js';
import { at, entryOf, versions } from '../shop-entries.js';

const COUNT = 3000;
const APPEND = 300; // entries
const HOUR_MS = 3_600_000;

/** A long history: of lines short and long, of clocks that were set back now and then. */
const history = Array.from({ length: COUNT }, (_, i) =>
  entryOf(i + 1, {
    time: new Date(Date.UTC(2026, 0, 1) + (i % 97 === 0 ? i - 50 : i) * HOUR_MS).toISOString(),
    actor: ['ann', 'ben', 'größe & söhne'][i % 3] ?? '',
    action: i % 5 === 0 ? 'override_cleared' : 'override_set',
    key: i === 1500 ? 'rare' : `promotion_${i % 11}`,
    reason: i % 500 === 7 ? 'ü'.repeat(60_000) : 'season',
    stateHash: (i + 1) % APPEND === 0 ? `state-${i + 1}` : undefined,
  }),
);

/** What a query means: nothing but this. */
function naive(query: AuditQuery): readonly AuditEntry[] {
  const list = query.order === 'newest_first' ? history.toReversed() : history;
  return list.filter((entry) => matchesAuditQuery(entry, query)).slice(0, Math.max(0, query.limit));
}

const version = fc.oneof(
  fc.integer({ min: -2, max: COUNT + 3 }),
  fc.constantFrom(0, 1, COUNT - 1, COUNT, COUNT + 1, 2.5, Number.NaN),
);
const instant = fc.integer({ min: -100, max: COUNT + 100 }).map((i) => new Date(Date.UTC(2026, 0, 1) + i * HOUR_MS));
const query: fc.Arbitrary<AuditQuery> = fc
  .record(
    {
      after: fc.option(version, { nil: undefined }),
      before: fc.option(version, { nil: undefined }),
      since: instant,
      until: instant,
      key: fc.constantFrom('promotion_1', 'rare', 'unknown'),
      actor: fc.constantFrom('ann', 'größe & söhne', 'nobody'),
      action: fc.constantFrom('override_set', 'override_cleared', 'flag_created'),
    },
    { requiredKeys: [] },
  )
  .chain((filter) =>
    fc.record({
      order: fc.constantFrom('newest_first', 'oldest_first'),
      limit: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constantFrom(1000, 100_000, Infinity)),
      ...Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, fc.constant(value)])),
    }),
  );

describe('The log of a store in a folder', () => {
  let store: FileStore;
  let remove: () => Promise<void>;
  let log: string;

  beforeAll(async () => {
    const directory = await temporaryDirectory();
    ({ remove } = directory);
    log = join(directory.path, 'audit.jsonl');
    const first = new FileStore(directory.path);
    for (let i = 0; i < COUNT; i += APPEND) await first.append(history.slice(i, i + APPEND), at(i));
    await first.close();
    store = new FileStore(directory.path); // which knows nothing of the log but its end
  });

  afterAll(async () => {
    await store.close();
    await remove();
  });

  it('answers any query like a search of every entry', async () => {
    await fc.assert(
      fc.asyncProperty(query, async (asked) => {
        expect(versions(await store.query(asked))).toEqual(versions(naive(asked)));
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it.each(['newest_first', 'oldest_first'] as const)(
    'returns all entries page by page, %s',
    async (order) => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 1100 }), async (limit) => {
          const found: AuditEntry[] = [];
          for (let page: readonly AuditEntry[] = history; page.length > 0; found.push(...page)) {
            const last = found.at(-1)?.version;
            page = await store.query({ order, limit, [order === 'newest_first' ? 'before' : 'after']: last });
          }
          expect(found).toEqual(order === 'newest_first' ? history.toReversed() : history);
        }),
        { numRuns: 3, examples: [[1000]] },
      );
    },
    60_000,
  );

  it('is read only around the requested entries', async () => {
    const text = await readFile(log);
    const readable = text.indexOf('{"id":"id-2900"');
    await writeFile(log, Buffer.concat([Buffer.alloc(readable - 1, 'x'), text.subarray(readable - 1)]));
    try {
      expect(versions(await store.query({ order: 'newest_first', limit: 3 }))).toEqual([3000, 2999, 2998]);
      expect(versions(await store.query({ order: 'newest_first', limit: 2, before: 2950 }))).toEqual([2949, 2948]);
      expect(versions(await store.query({ order: 'oldest_first', limit: 2, after: 2949 }))).toEqual([2950, 2951]);
      expect(versions(await store.query({ order: 'oldest_first', limit: 2, after: 2999 }))).toEqual([3000]);
      expect(await store.query({ order: 'newest_first', limit: 5000, after: 2900 })).toHaveLength(100);
      await expect(store.query({ order: 'newest_first', limit: 5000, after: 2800 })).rejects.toMatchObject({
        code: 'STORE_FAILED',
      });
    } finally {
      await writeFile(log, text);
    }
  });

  it('is not read for a caller that already knows its last entry', async () => {
    const text = await readFile(log);
    await writeFile(log, Buffer.alloc(text.length, '\n'));
    try {
      expect(await store.query({ order: 'oldest_first', limit: 1000, after: COUNT })).toStrictEqual([]);
      expect(await store.query({ order: 'newest_first', limit: 1000, after: COUNT + 1 })).toStrictEqual([]);
    } finally {
      await writeFile(log, text);
    }
  });
});

describe('A log that grows', () => {
  const { open } = fileStores();

  it('returns entries that are added meanwhile to a reader that pages through it', async () => {
    const store = open();
    await added(store, 1, 500);
    expect(versions(await store.query({ order: 'oldest_first', limit: 499 })).at(-1)).toBe(499);
    await added(store, 501, 502);
    expect(versions(await store.query({ order: 'oldest_first', limit: 499, after: 499 }))).toEqual([500, 501, 502]);
    expect(versions(await store.query({ order: 'newest_first', limit: 2, before: 500 }))).toEqual([499, 498]);
    expect(versions(await store.query({ order: 'newest_first', limit: 2 }))).toEqual([502, 501]);
  });

  it('is read to its bounds, even if those are beside the place where an answer ended', async () => {
    const store = open();
    await added(store, 1, 20);
    for (let bound = 5; bound <= 15; bound++) {
      await store.query({ order: 'newest_first', limit: 11 }); // which ends with version 10
      const before = Array.from({ length: bound - 1 }, (_, i) => bound - 1 - i);
      expect(versions(await store.query({ order: 'newest_first', limit: 50, before: bound }))).toEqual(before);
      await store.query({ order: 'newest_first', limit: 11 });
      const after = Array.from({ length: 20 - bound }, (_, i) => bound + 1 + i);
      expect(versions(await store.query({ order: 'oldest_first', limit: 50, after: bound }))).toEqual(after);
    }
  });
});
