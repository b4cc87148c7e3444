import assert from 'node:assert/strict';
import { types } from 'node:util';
import { StoreFailedError } from '../store/store.errors.js';
import { recovered } from './recovered.js';
import { overrideSet, overridesSet } from './shop-changes.js';
import { withOutage, type StoreContractItem } from './store-under-test.js';
import { entriesAfter, StoreWriter } from './store-writer.js';
import { watched } from './store-watching.contract.js';

/** The tests of a store that is unavailable. */
export const storeOutageContract: readonly StoreContractItem[] = [
  [
    'rejects calls during an outage, and answers afterwards',
    (open) =>
      withOutage(open, async ({ store }, outage) => {
        const writer = new StoreWriter(store);
        const entries = await writer.add(overrideSet('search'));
        await outage(async () => {
          await assertUnavailable('read()', () => writer.read());
          await assertUnavailable('read()', () => writer.read());
          await assertUnavailable('query()', () => writer.query());
        });
        await recovered(() => writer.read());
        await writer.assertHolds([...entries, ...(await writer.add(overrideSet('theme')))]);
      }),
    'outage',
  ],
  [
    'rejects its first call during an outage, and answers afterwards',
    (open) =>
      withOutage(open, async ({ store }, outage) => {
        const writer = new StoreWriter(store);
        await outage(() => assertUnavailable('read()', () => writer.read()));
        await recovered(() => writer.read());
        await writer.assertHolds(await writer.add(overrideSet('search')));
      }),
    'outage',
  ],
  [
    'rejects an append during an outage, and contains all or none of its entries afterwards',
    (open) =>
      withOutage(open, async ({ store }, outage) => {
        const writer = new StoreWriter(store);
        const before = await writer.add(overrideSet('search'));
        const last = await writer.position();
        const entries = entriesAfter(last, overridesSet(3));
        await outage(() => assertUnavailable('append()', () => writer.append(entries, last)));
        await recovered(() => writer.read());
        const after = await writer.addInTurn(overrideSet('theme')); // changes that are still in flight are rejected from now on
        const isThere = after[0]?.version !== last.version + 1;
        await writer.assertHolds([...before, ...(isThere ? entries : []), ...after]);
      }),
    'outage',
  ],
  [
    'reports changes again after an outage',
    (open) =>
      withOutage(open, async ({ store, another }, outage) => {
        const reader = new StoreWriter(store);
        const writer = new StoreWriter((await another?.()) ?? store);
        await reader.read();
        const { follower, unwatch } = await watched(store);
        try {
          const entries = [...(await writer.add(overrideSet('search')))];
          await follower.assertFollows(entries);
          await outage(() => assertUnavailable('read()', () => reader.read()));
          for (const each of [reader, writer]) await recovered(() => each.read());
          entries.push(...(await writer.add(...overridesSet(2))));
          await follower.assertFollows(entries);
        } finally {
          await unwatch();
        }
      }),
    'outage',
    'watch',
  ],
];

/** Asserts that a call fails in time, with an error that may be retried. */
async function assertUnavailable(what: string, call: () => Promise<unknown>): Promise<void> {
  let answer: unknown;
  try {
    answer = await call();
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    assert.ok(types.isNativeError(error) || error instanceof Error, `${what} must fail with an Error`);
    assert.ok(
      !(error instanceof StoreFailedError),
      `${what} reports an outage as a StoreFailedError, which means that an operator must repair the stored data`,
    );
    return;
  }
  assert.fail(`${what} must fail during an outage, but answered ${JSON.stringify(answer)}`);
}
