import type { ContractOptions, ContractRunner } from './contract-options.js';
import { runContract } from './contract.js';
import { storeAppendingContract } from './store-appending.contract.js';
import { storeDocumentsContract } from './store-documents.contract.js';
import { storeLeaseContract } from './store-lease.contract.js';
import { storeLifetimeContract } from './store-lifetime.contract.js';
import { storeOutageContract } from './store-outage.contract.js';
import { storeQueryContract } from './store-query.contract.js';
import { storeStickyContract } from './store-sticky.contract.js';
import { storeTimeContract } from './store-time.contract.js';
import { storeAbilities, withStore, type OpenStore, type StoreAbility } from './store-under-test.js';
import { storeUsageContract } from './store-usage.contract.js';
import { storeWatchingContract } from './store-watching.contract.js';

/**
 * Tests that a store of your own behaves as the manager requires, like the stores of this package. Tests of an ability that
 * the store, or `open`, does not have are skipped if `lacks` names it, and fail otherwise. The store has to keep at least
 * its last 100 entries.
 *
 * Every wait is bounded: a store must answer within four seconds, even while it is unavailable.
 *
 * @param runner `describe` and `it` of jest, vitest or node:test
 * @param name the title of the suite
 * @param open creates an empty store that is not shared; see {@link StoreUnderTest} for its optional members
 * @param options.lacks the abilities that the store does not have: `close`, `instances`, `leases`, `outage`, `restart`,
 *   `sticky`, `time`, `usage`, `watch`. @default none
 * @example
 * import { describe, it } from 'node:test';
 * import { flagStoreContract } from 'nestjs-feature-flags/testing';
 *
 * const open = async () => {
 *   const database = await createDatabase();
 *   return {
 *     store: new TableFlagStore(database),
 *     another: () => new TableFlagStore(database),
 *     reopen: () => new TableFlagStore(database),
 *     break: () => database.goOffline(),
 *     repair: () => database.goOnline(),
 *     close: () => database.drop(),
 *   };
 * };
 * flagStoreContract({ describe, it }, 'TableFlagStore', open, { lacks: ['leases', 'time', 'usage'] });
 */
export function flagStoreContract(
  runner: ContractRunner,
  name: string,
  open: OpenStore,
  options: ContractOptions<StoreAbility> = {},
): void {
  runContract(runner, name, CONTRACT, open, options);
}

const CONTRACT = {
  tests: [
    ...storeDocumentsContract,
    ...storeAppendingContract,
    ...storeQueryContract,
    ...storeWatchingContract,
    ...storeOutageContract,
    ...storeStickyContract,
    ...storeLeaseContract,
    ...storeTimeContract,
    ...storeUsageContract,
    ...storeLifetimeContract,
  ],
  abilities: storeAbilities,
  withSubject: withStore,
};
