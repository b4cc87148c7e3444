import assert from 'node:assert/strict';
import type { JsonValue } from '../engine/json/json-value.js';
import { CHANGED_KINDS, overrideSet, type ChangedKind } from './shop-changes.js';
import { LEGAL_KEYS } from './shop-definitions.js';
import { spoil } from './spoil.js';
import { withStore, type StoreContractItem } from './store-under-test.js';
import { assertSame, StoreWriter } from './store-writer.js';

/** The tests of the documents of a store. */
export const storeDocumentsContract: readonly StoreContractItem[] = [
  [
    'has a name',
    (open) =>
      withStore(open, async ({ store }) => {
        assert.equal(typeof store.name, 'string');
        assert.notEqual(store.name.trim(), '');
      }),
  ],
  ['begins empty, at version 0', (open) => withStore(open, ({ store }) => new StoreWriter(store).assertHolds([]))],
  ...CHANGED_KINDS.map(keepsKind),
  [
    'distinguishes documents of different kinds with the same key',
    (open) =>
      withStore(open, async ({ store }) => {
        const writer = new StoreWriter(store);
        const entries = [
          ...(await writer.add(
            ...CHANGED_KINDS.map(({ key, created, numbered }) => ({
              action: created,
              key,
              before: null,
              after: numbered(1),
            })),
          )),
        ];
        await writer.assertHolds(entries);
        for (const { key, removed, numbered } of CHANGED_KINDS) {
          entries.push(...(await writer.add({ action: removed, key, before: numbered(1), after: null })));
          await writer.assertHolds(entries);
        }
      }),
  ],
  [
    'changes no document for an entry about a definition of a provider',
    (open) =>
      withStore(open, async ({ store }) => {
        const writer = new StoreWriter(store);
        const entries = CHANGED_KINDS.slice(0, 2).flatMap(({ key, created, removed, numbered }) => [
          { action: created, key, before: null, after: numbered(1) },
          { action: created, key, before: null, after: numbered(2), provider: 'table' },
          { action: removed, key, before: numbered(2), after: null, provider: 'table' },
        ]);
        await writer.assertHolds(await writer.add(...entries));
        assert.equal((await writer.read()).documents.length, 2);
      }),
  ],
  [
    'keeps documents whose keys contain every valid character',
    (open) => keeps(open, (add) => add(...LEGAL_KEYS.map((key) => overrideSet(key)))),
  ],
  [
    'keeps overrides of units with spaces, colons and any other characters, up to 256 of them',
    (open) => keeps(open, (add) => add(...UNITS.map((unit) => overrideSet('premium', { enabled: true }, unit)))),
  ],
  [
    'distinguishes overrides for the same value of different attributes',
    (open) =>
      keeps(open, (add) =>
        add(...ATTRIBUTES.map((unitBy) => overrideSet('premium', { enabled: true }, 'acme', unitBy))),
      ),
  ],
  [
    'keeps values exactly as they are, in documents and entries',
    (open) => keeps(open, (add) => add(...VALUES.map((value, i) => overrideSet(`theme_${i}`, { value })))),
  ],
  [
    'keeps an entry with values of 64 KiB, before and after',
    (open) =>
      keeps(open, (add) => {
        const [before, after] = ['ü'.repeat(32_000), '🛒'.repeat(16_000)].map(
          (value) => overrideSet('theme', { value }).after,
        );
        return add({ action: 'override_set', key: 'theme', before: before ?? null, after: after ?? null });
      }),
  ],
  [
    'keeps 1,000 documents',
    (open) =>
      withStore(open, async ({ store }) => {
        const writer = new StoreWriter(store);
        for (let i = 0; i < 10; i++) {
          await writer.add(...Array.from({ length: 100 }, (_, j) => overrideSet(`promotion_${i}_${j}`)));
        }
        const ids = (await writer.read()).documents.map(({ id }) => id);
        assert.deepEqual([ids.length, new Set(ids).size], [1000, 1000]);
      }),
  ],
  [
    'can be read concurrently',
    (open) =>
      withStore(open, async ({ store }) => {
        const writer = new StoreWriter(store);
        const entries = await writer.add(...LEGAL_KEYS.map((key) => overrideSet(key)));
        await Promise.all(Array.from({ length: 5 }, () => writer.assertHolds(entries)));
      }),
  ],
  [
    'does not expose its own state: changes to a result do not affect later results',
    (open) =>
      withStore(open, async ({ store }) => {
        const writer = new StoreWriter(store);
        const entries = await writer.add(overrideSet('theme', { value: { colours: ['#fff', '#000'] } }));
        spoil(await writer.read());
        spoil(await writer.query());
        await writer.assertHolds(entries);
        await writer.assertHolds([...entries, ...(await writer.add(overrideSet('search')))]);
      }),
  ],
];

const UNITS: readonly string[] = [
  'ada',
  'ada lovelace',
  ' ada ',
  'tenant:7:ada',
  'größe & söhne',
  '🛒',
  '"\\\n\t\u0000{}',
  '__proto__',
  'constructor',
  'u'.repeat(256),
  'ü'.repeat(256),
];

/** The attributes of overrides with a unit. `undefined` stands for the user id. */
const ATTRIBUTES = [undefined, 'tenantId', 'company.id', 'größe'];

const VALUES: readonly JsonValue[] = [
  [],
  {},
  '',
  0,
  false,
  null,
  { list: [], none: {}, nested: [[], {}, [{}], { list: [] }] },
  'größe 🛒 \u2028\u0000 "\\"',
  [Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 1.5e300, 5e-324, 0.1, 1_700_000_000_000, -12.345],
  ['1', 1, '1.0', 'true', true, 'null', null],
  { '': 1, 'a b': 2, 'ü.🛒': 3, constructor: 4, '0': 5 },
];

function keepsKind({ one, key, numbered, created, updated, removed }: ChangedKind): StoreContractItem {
  return [
    `keeps ${one} as it was last written, until it is removed`,
    (open) =>
      withStore(open, async ({ store }) => {
        const writer = new StoreWriter(store);
        const other = overrideSet('catalogue');
        const entries = [...(await writer.add(other, { action: created, key, before: null, after: numbered(1) }))];
        await writer.assertHolds(entries);
        entries.push(...(await writer.add({ action: updated, key, before: numbered(1), after: numbered(2) })));
        await writer.assertHolds(entries);
        entries.push(...(await writer.add({ action: removed, key, before: numbered(2), after: null })));
        await writer.assertHolds(entries);
        entries.push(...(await writer.add({ action: created, key, before: null, after: numbered(3) })));
        await writer.assertHolds(entries);
      }),
  ];
}

async function keeps(
  open: Parameters<typeof withStore>[0],
  write: (add: StoreWriter['add']) => ReturnType<StoreWriter['add']>,
): Promise<void> {
  await withStore(open, async ({ store }) => {
    const writer = new StoreWriter(store);
    const entries = await write((...changes) => writer.add(...changes));
    await writer.assertHolds(entries);
    const { documents } = await writer.read();
    assertSame(documents.length, entries.length, 'read() returns fewer documents than there are');
  });
}
