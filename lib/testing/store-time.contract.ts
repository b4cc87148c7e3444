import assert from 'node:assert/strict';
import type { FlagStore } from '../store/flag-store.js';
import { inTime } from './delivered-definitions.js';
import { withStore, type StoreContractItem } from './store-under-test.js';

const DAY_MS = 86_400_000;

/** The tests of the time that a store provides for all its instances. */
export const storeTimeContract: readonly StoreContractItem[] = [
  [
    'returns the time in milliseconds since 1970 to every instance',
    (open) =>
      withStore(open, async ({ store, another }) => {
        for (const each of [store, (await another?.()) ?? store]) {
          const now = await timeOf(each);
          assert.ok(typeof now === 'number', `now() returns a ${typeof now}`);
          const isPlausible = Math.abs(now - Date.now()) < DAY_MS;
          assert.ok(isPlausible, `now() returns ${now}, which differs by a day or more from ${Date.now()}`);
        }
      }),
    'time',
  ],
  [
    'returns a time that advances, whichever instance reads it',
    (open) =>
      withStore(open, async ({ store, another }) => {
        const other = (await another?.()) ?? store;
        let last = -Infinity;
        for (let i = 0; i < 6; i++) {
          const now = Number(await timeOf(i % 2 === 0 ? store : other));
          assert.ok(now >= last, `now() returns ${now} after ${last}: time must not go backwards`);
          last = now;
        }
      }),
    'time',
  ],
];

/** The result, which may be of any type because a store may be written in plain JavaScript. */
async function timeOf(store: FlagStore): Promise<unknown> {
  return await inTime<unknown>('now() did not answer', () => store.now?.());
}
