import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flagStoreContract } from '../../lib/testing/flag-store.contract.js';
import { storeAbilities, type OpenStore, type StoreAbility } from '../../lib/testing/store-under-test.js';
import { failingTests } from './failing-tests.js';
import { appendFaults } from './faulty-stores/append.faults.js';
import { documentFaults } from './faulty-stores/document.faults.js';
import { leaseFaults } from './faulty-stores/lease.faults.js';
import { lifetimeFaults } from './faulty-stores/lifetime.faults.js';
import { outageFaults } from './faulty-stores/outage.faults.js';
import { queryFaults } from './faulty-stores/query.faults.js';
import { stickyFaults } from './faulty-stores/sticky.faults.js';
import { timeFaults } from './faulty-stores/time.faults.js';
import { usageFaults } from './faulty-stores/usage.faults.js';
import { watchFaults } from './faulty-stores/watch.faults.js';
import { opened, plain, SharedStore } from './shared-store.js';

interface BrokenByOptions {
  readonly lacks?: readonly StoreAbility[];
  /** The titles of the tests to run: all of them would take a second for each faulty store. @default all */
  readonly only?: RegExp;
}

/** The titles of the tests that a store fails. */
function failedBy(open: OpenStore, { lacks = [], only }: BrokenByOptions = {}): Promise<readonly string[]> {
  const fewest = lacks.length === 0 ? 50 : 20;
  return failingTests((runner) => flagStoreContract(runner, 'store', open, { lacks }), fewest, only);
}

const HAS_ABILITIES = 'has all abilities except those that "lacks" names';
const EVERY_ABILITY = Object.keys(storeAbilities) as StoreAbility[];

describe('flagStoreContract', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('accepts a valid store with every ability', async () => {
    expect(await failedBy(opened(SharedStore))).toStrictEqual([]);
  });

  it('accepts a valid store with only the required methods', async () => {
    expect(await failedBy(plain, { lacks: EVERY_ABILITY })).toStrictEqual([]);
  });

  it('reports every test that needs an ability as skipped when the store lacks it', () => {
    const skipped: string[] = [];
    const test = Object.assign(() => {}, { skip: (title: string) => skipped.push(title) });
    flagStoreContract({ describe: (_, body) => body(), it: test }, 'store', plain, { lacks: ['leases'] });
    expect(skipped).toHaveLength(5);
    expect(skipped).toContain('grants leases with other names to other holders');
  });

  it.each(EVERY_ABILITY)('rejects a store that lacks "%s" without declaring it', async (ability) => {
    const others = EVERY_ABILITY.filter((each) => each !== ability);
    expect(await failedBy(plain, { lacks: others, only: RegExp(HAS_ABILITIES) })).toStrictEqual([HAS_ABILITIES]);
  });

  it.each(EVERY_ABILITY)('rejects a store that has "%s" and declares that it lacks it', async (ability) => {
    expect(await failedBy(opened(SharedStore), { lacks: [ability] })).toEqual([HAS_ABILITIES]);
  });

  it.each([
    ...documentFaults,
    ...appendFaults,
    ...queryFaults,
    ...watchFaults,
    ...outageFaults,
    ...stickyFaults,
    ...leaseFaults,
    ...timeFaults,
    ...usageFaults,
    ...lifetimeFaults,
  ])('rejects a store that %s', async (_, open, title) => {
    expect(await failedBy(open, { only: title })).not.toStrictEqual([]);
  });
});
