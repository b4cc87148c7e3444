import assert from 'node:assert/strict';
import type { FlagStore } from '../store/flag-store.js';
import type { FlagUsage, FlagUsageDelta, FlagUsageReport } from '../store/usage/flag-usage.js';
import { present } from './contract.js';
import { inTime } from './delivered-definitions.js';
import { withStore, type OpenStore, type StoreContractItem } from './store-under-test.js';
import { assertSame } from './store-writer.js';

const MINUTE = 60_000;
const START = Date.now() - 60 * MINUTE; // recent, because flags that are no longer evaluated may be forgotten

/** The tests of the usage of flags. */
export const storeUsageContract: readonly StoreContractItem[] = [
  [
    'knows no usage before any is added',
    (open) =>
      withUsage(open, async ({ read }) => {
        assert.equal(await read(), undefined, 'readUsage() returns something');
      }),
    'usage',
  ],
  [
    'returns the usage that was added',
    (open) =>
      withUsage(open, async ({ add, assertUsage }) => {
        const flags = [
          { key: 'search', answers: [{ enabled: true, count: 7 }] },
          {
            key: 'theme',
            answers: [
              { enabled: false, variant: 'plain', count: 1 },
              { enabled: true, variant: 'größe 🛒 1', count: 3 },
            ],
          },
        ];
        await add(delta('one', 1, flags));
        await assertUsage({
          since: at(0),
          until: at(1),
          instances: 1,
          flags: flags.map(({ key, answers }) => ({
            key,
            firstEvaluatedAt: at(1),
            lastEvaluatedAt: at(1),
            answers: answers.map((answer) => ({ ...answer, lastServedAt: at(1) })),
          })),
        });
      }),
    'usage',
  ],
  [
    'adds up the usage of several instances',
    (open) =>
      withUsage(open, async ({ add, assertUsage }) => {
        await add(delta('one', 1, [{ key: 'search', answers: [{ enabled: true, count: 2 }] }]));
        await add(delta('two', 1, [{ key: 'search', answers: [{ enabled: true, count: 30 }] }]));
        await add(delta('two', 2, [{ key: 'search', answers: [{ enabled: false, count: 400 }] }]));
        await assertUsage({
          since: at(0),
          until: at(2),
          instances: 2,
          flags: [
            {
              key: 'search',
              firstEvaluatedAt: at(1),
              lastEvaluatedAt: at(2),
              answers: [
                { enabled: false, count: 400, lastServedAt: at(2) },
                { enabled: true, count: 32, lastServedAt: at(1) },
              ],
            },
          ],
        });
      }),
    'usage',
  ],
  [
    'adds a delta once, however often and in whatever order it is sent',
    (open) =>
      withUsage(open, async ({ add, read }) => {
        const first = delta('one', 1, [{ key: 'search', answers: [{ enabled: true, count: 2 }] }]);
        const second = delta('one', 2, [{ key: 'search', answers: [{ enabled: true, count: 3 }] }]);
        for (const each of [first, first, second, first, second]) await add(each);
        const report = present(await read());
        assert.equal(report.instances, 1, 'a delta that is sent again counts as another instance');
        assert.equal(report.flags[0]?.answers[0]?.count, 5, 'a delta that is sent again is added again');
      }),
    'usage',
  ],
  [
    'loses nothing of what instances add concurrently',
    (open) =>
      withUsage(open, async ({ addToInstance, read }) => {
        const instances = ['one', 'two', 'three', 'four', 'five', 'six'];
        await Promise.all(
          instances.map((instance, i) =>
            addToInstance(i, delta(instance, 1, [{ key: 'search', answers: [{ enabled: true, count: 10 ** i }] }])),
          ),
        );
        const report = present(await read());
        assert.equal(report.instances, instances.length);
        assert.equal(report.flags[0]?.answers[0]?.count, 111_111, 'concurrent deltas are lost');
      }),
    'usage',
  ],
  [
    'keeps a flag that was evaluated without an answer that counts',
    (open) =>
      withUsage(open, async ({ add, read }) => {
        await add(delta('one', 1, [{ key: 'search', answers: [] }]));
        assertSame(
          present(await read()).flags,
          [{ key: 'search', firstEvaluatedAt: at(1), lastEvaluatedAt: at(1), answers: [] }],
          'readUsage() returns',
        );
      }),
    'usage',
  ],
  [
    'returns all flags, sorted by key',
    (open) =>
      withUsage(open, async ({ add, read }) => {
        const keys = Array.from({ length: 1200 }, (_, i) => `shop:flag-${i}`);
        const flags = keys.map((key) => ({ key, answers: [{ enabled: true, count: 1 }] }));
        for (let i = 0; i < keys.length; i += 400) {
          await add(delta('one', 1 + i / 400, flags.slice(i, i + 400)));
        }
        assertSame(
          present(await read()).flags.map(({ key }) => key),
          keys.toSorted(),
          'readUsage() returns the keys',
        );
      }),
    'usage',
  ],
  [
    'keeps usage when it is opened again',
    (open) =>
      withStore(open, async ({ store, reopen }) => {
        await addTo(store, delta('one', 1, [{ key: 'search', answers: [{ enabled: true, count: 2 }] }]));
        await store.close?.();
        const again = await present(reopen)();
        await addTo(again, delta('two', 1, [{ key: 'search', answers: [{ enabled: true, count: 3 }] }]));
        const report = present(await readFrom(again));
        assert.equal(report.flags[0]?.answers[0]?.count, 5, 'usage is lost by a restart');
        assert.equal(report.instances, 2);
      }),
    'usage',
    'restart',
  ],
];

/** The given minute, in ISO 8601. */
function at(minute: number): string {
  return new Date(START + minute * MINUTE).toISOString();
}

function delta(instance: string, sequence: number, flags: FlagUsageDelta['flags']): FlagUsageDelta {
  return { instance, sequence, since: at(0), until: at(sequence), flags };
}

interface UsageStores {
  readonly add: (added: FlagUsageDelta) => Promise<void>;
  /** Adds to one of several instances. */
  readonly addToInstance: (index: number, added: FlagUsageDelta) => Promise<void>;
  readonly read: () => Promise<FlagUsageReport | undefined>;
  /** Asserts that every instance reads this report, with its answers in any order. */
  readonly assertUsage: (report: FlagUsageReport) => Promise<void>;
}

/** Opens one or two instances. */
async function withUsage(open: OpenStore, check: (subject: UsageStores) => Promise<void>): Promise<void> {
  await withStore(open, async ({ store, another }) => {
    const stores: readonly FlagStore[] = [store, ...(another === undefined ? [] : [await another()])];
    await check({
      add: (added) => addTo(store, added),
      addToInstance: (index, added) => addTo(stores[index % stores.length] ?? store, added),
      read: () => readFrom(stores.at(-1) ?? store),
      assertUsage: async (report) => {
        for (const each of stores) {
          const found = present(await readFrom(each));
          assertSame(sorted(found), sorted(report), 'readUsage() returns');
        }
      },
    });
  });
}

async function addTo(store: FlagStore, added: FlagUsageDelta): Promise<void> {
  await inTime('addUsage() did not answer', () => store.addUsage?.(added));
}

async function readFrom(store: FlagStore): Promise<FlagUsageReport | undefined> {
  return await inTime('readUsage() did not answer', () => store.readUsage?.());
}

function sorted({ flags, ...rest }: FlagUsageReport): FlagUsageReport {
  return { ...rest, flags: flags.map(withSortedAnswers) };
}

function withSortedAnswers({ answers, ...flag }: FlagUsage): FlagUsage {
  return { ...flag, answers: answers.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) };
}
