import assert from 'node:assert/strict';
import type { AuditEntry } from '../store/audit-entry.js';
import { START, type FlagStore, type StorePosition } from '../store/flag-store.js';
import { CHANGED_KINDS, overrideSet, overridesSet } from './shop-changes.js';
import { withInstances, withStore, type StoreContractItem } from './store-under-test.js';
import { assertSame, entriesAfter, StoreWriter } from './store-writer.js';

/** Stores may work in pages of 1,000; `saveAll` appends up to 10,000 at once. */
const MANY = 1100;
/** The number of entries that every store must keep. */
const KEPT = 100;

/** The tests of appending to a store: after the entry that the writer expects to be the last one, atomically. */
export const storeAppendingContract: readonly StoreContractItem[] = [
  [
    'adds several entries in one append, each based on the previous one',
    (open) =>
      withStore(open, async ({ store }) => {
        const writer = new StoreWriter(store);
        const [flag] = CHANGED_KINDS;
        assert.ok(flag);
        const { key, numbered, created, updated, removed } = flag;
        const first = await writer.add(
          { action: created, key, before: null, after: numbered(1) },
          { action: updated, key, before: numbered(1), after: numbered(2) },
          overrideSet('search'),
        );
        await writer.assertHolds(first);
        const second = await writer.add(
          { action: removed, key, before: numbered(2), after: null },
          overrideSet('search', { enabled: true }),
        );
        await writer.assertHolds([...first, ...second]);
      }),
  ],
  [
    'adds more than a thousand entries in one append',
    (open) =>
      withStore(open, async ({ store }) => {
        const writer = new StoreWriter(store);
        const first = await writer.add(overrideSet('search'));
        const many = await writer.add(...overridesSet(MANY));
        await writer.assertDocuments([...first, ...many]);
        const newest = await writer.query({ order: 'newest_first', limit: KEPT });
        assertSame(newest.toReversed(), many.slice(-KEPT), 'query() returns other entries');
      }),
  ],
  [
    'writes nothing after an entry that is not the last one, and returns false',
    (open) =>
      withStore(open, async ({ store }) => {
        const writer = new StoreWriter(store);
        const entries = [...(await writer.add(...overridesSet(2))), ...(await writer.add(overrideSet('search')))];
        const [, second, third] = entries;
        assert.ok(second && third);
        const wrong: readonly StorePosition[] = [
          START,
          { version: second.version, id: second.id },
          { version: third.version, id: second.id },
          { version: third.version, id: '' },
          { version: second.version, id: third.id },
          { version: third.version + 1, id: third.id },
          { version: third.version + 1, id: 'ahead' },
        ];
        for (const last of wrong) await assertRefused(writer, last, 1, entries);
      }),
  ],
  [
    'writes none of several entries after an entry that is not the last one',
    (open) =>
      withStore(open, async ({ store }) => {
        const writer = new StoreWriter(store);
        const entries = await writer.add(...overridesSet(2));
        const [first] = entries;
        assert.ok(first);
        for (const last of [START, { version: 1, id: first.id }, { version: 2, id: first.id }]) {
          await assertRefused(writer, last, 3, entries);
        }
      }),
  ],
  [
    'writes nothing to an empty store for a writer that expects an entry',
    (open) =>
      withStore(open, async ({ store }) => {
        for (const version of [0, 1, 7]) await assertRefused(new StoreWriter(store), { version, id: 'gone' }, 2, []);
      }),
  ],
  [
    'accepts exactly one of several appends that follow the same entry',
    (open) => withStore(open, ({ store }) => assertOneWins([store])),
  ],
  [
    'accepts exactly one of several appends of different instances that follow the same entry',
    (open) => withInstances(open, (...stores) => assertOneWins(stores)),
    'instances',
  ],
  [
    'shows every instance what another has appended',
    (open) =>
      withInstances(open, async (...stores) => {
        const writers = stores.map((store) => new StoreWriter(store));
        const entries: AuditEntry[] = [];
        for (const change of overridesSet(6)) {
          const writer = writers[entries.length % writers.length];
          assert.ok(writer);
          entries.push(...(await writer.add(change)));
          for (const reader of writers) await reader.assertHolds(entries);
        }
      }),
    'instances',
  ],
  [
    'loses no entry of several writers that retry until they succeed',
    (open) =>
      withStore(open, async ({ store, another }) => {
        const stores = [store, await another?.()].filter((each) => each !== undefined);
        const writers = overridesSet(6).map((change, i) =>
          new StoreWriter(stores[i % stores.length] ?? store).addInTurn(change),
        );
        const entries = (await Promise.all(writers)).flat();
        await new StoreWriter(store).assertHolds(entries.toSorted((a, b) => a.version - b.version));
      }),
  ],
];

async function assertRefused(
  writer: StoreWriter,
  last: StorePosition,
  count: number,
  held: readonly AuditEntry[],
): Promise<void> {
  const answer = await writer.append(entriesAfter(last, overridesSet(count)), last);
  assert.equal(answer, false, `append() after ${JSON.stringify(last)}, which is not the last entry, was not rejected`);
  await writer.assertHolds(held);
}

/** Asserts that exactly one of several concurrent appends succeeds; the writers are distributed over the stores. */
async function assertOneWins(stores: readonly FlagStore[]): Promise<void> {
  const writers = Array.from({ length: 6 }, (_, i) => new StoreWriter(stores[i % stores.length] ?? assert.fail()));
  const [writer] = writers;
  assert.ok(writer);
  const before = await writer.add(overrideSet('search'));
  const last = await writer.position();
  for (const each of writers) assert.deepEqual(await each.position(), last);
  const attempts = await Promise.all(
    writers.map(async (each) => {
      const entries = entriesAfter(last, overridesSet(2));
      return { entries, won: await each.append(entries, last) };
    }),
  );
  const winners = attempts.filter(({ won }) => won);
  assert.equal(winners.length, 1, `${winners.length} writers won`);
  await writer.assertHolds([...before, ...(winners[0]?.entries ?? [])]);
}
