import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { FlagStore } from '../store/flag-store.js';
import { inTime, PATIENCE_MS } from './delivered-definitions.js';
import { withStore, type OpenStore, type StoreContractItem } from './store-under-test.js';

const LONG_MS = 60_000;
const SHORT_MS = 20;

/** The tests of the leases of a store. */
export const storeLeaseContract: readonly StoreContractItem[] = [
  [
    'grants a lease to one holder at a time, and again to that holder',
    (open) =>
      withLeases(open, async (lease) => {
        assert.equal(await lease('schedules', 'one', LONG_MS), true, 'a free lease is not granted');
        assert.equal(await lease('schedules', 'two', LONG_MS), false, 'two holders have one lease');
        assert.equal(await lease('schedules', 'one', LONG_MS), true, 'the holder does not get its lease again');
        assert.equal(await lease('schedules', 'two', LONG_MS), false, 'two holders have one lease');
      }),
    'leases',
  ],
  [
    'grants leases with other names to other holders',
    (open) =>
      withLeases(open, async (lease) => {
        assert.equal(await lease('schedules', 'one', LONG_MS), true);
        assert.equal(await lease('expiry', 'two', LONG_MS), true, 'a lease with another name is not free');
        assert.equal(await lease('expiry', 'one', LONG_MS), false, 'two holders have one lease');
      }),
    'leases',
  ],
  [
    'grants a lease to exactly one of several concurrent holders',
    (open) =>
      withLeases(open, async (lease) => {
        const holders = ['one', 'two', 'three', 'four', 'five', 'six'];
        const answers = await Promise.all(holders.map((holder) => lease('schedules', holder, LONG_MS)));
        assert.equal(answers.filter(Boolean).length, 1, `${answers.filter(Boolean).length} holders have one lease`);
      }),
    'leases',
  ],
  [
    'ends a lease after its duration',
    (open) =>
      withLeases(open, async (lease) => {
        assert.equal(await lease('schedules', 'one', SHORT_MS), true);
        await ended('schedules', lease);
        assert.equal(
          await lease('schedules', 'one', LONG_MS),
          false,
          'a holder gets a lost lease back while another holder has it',
        );
      }),
    'leases',
  ],
  [
    'keeps a lease for as long as its holder has extended it',
    (open) =>
      withLeases(open, async (lease) => {
        assert.equal(await lease('schedules', 'one', SHORT_MS), true);
        assert.equal(await lease('schedules', 'one', LONG_MS), true);
        assert.equal(await lease('expiry', 'one', SHORT_MS), true);
        await ended('expiry', lease); // so that the first lease would have ended, too
        assert.equal(await lease('schedules', 'two', LONG_MS), false, 'a lease ends although it was extended');
      }),
    'leases',
  ],
];

type Lease = (name: string, holder: string, milliseconds: number) => Promise<boolean>;

/** Opens one or two instances and distributes the holders of leases over them. */
async function withLeases(open: OpenStore, check: (lease: Lease) => Promise<void>): Promise<void> {
  await withStore(open, async ({ store, another }) => {
    const stores: readonly FlagStore[] = [store, (await another?.()) ?? store];
    const instances = new Map<string, FlagStore | undefined>(); // by holder; new holders are assigned alternately
    await check(async (name, holder, milliseconds) => {
      if (!instances.has(holder)) instances.set(holder, stores[instances.size % stores.length]);
      const answer = await inTime('lease() did not answer', () =>
        instances.get(holder)?.lease?.(name, holder, milliseconds),
      );
      return answer === true;
    });
  });
}

/** Requests a lease as another holder until it is granted. */
async function ended(name: string, lease: Lease): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await lease(name, 'two', LONG_MS))) {
    assert.ok(Date.now() < deadline, `a lease of ${SHORT_MS} ms does not end`);
    await setImmediate();
  }
}
