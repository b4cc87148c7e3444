import type { ContractRunner } from './flag-provider.contract.js';
import { storeAppendingContract } from './store-appending.contract.js';
import { storeDocumentsContract } from './store-documents.contract.js';
import { storeLeaseContract } from './store-lease.contract.js';
import { storeLifetimeContract } from './store-lifetime.contract.js';
import { storeOutageContract } from './store-outage.contract.js';
import { storeQueryContract } from './store-query.contract.js';
import { storeStickyContract } from './store-sticky.contract.js';
import { storeTimeContract } from './store-time.contract.js';
import type { OpenStore } from './store-under-test.js';
import { storeWatchingContract } from './store-watching.contract.js';

/**
 * Holds a store of your own to what the manager relies on, as the stores of this package are. What depends on an ability
 * (to be watched, to keep sticky variants, to give leases, to tell the time, to have several instances, to outlive a restart, to break) is
 * checked where the store, or `open`, has it. The store has to keep at least its last 100 entries.
 *
 * Every wait is bounded: a store has to answer within four seconds, also when it is out of reach.
 *
 * @param runner `describe` and `it` of jest, vitest or node:test
 * @param name the title of the suite
 * @param open makes a store that holds nothing yet and that nobody else uses; see {@link StoreUnderTest} for what else it
 *   may offer
 * @example
 * import { describe, it } from 'node:test';
 * import { flagStoreContract } from 'nestjs-feature-flags/testing';
 *
 * flagStoreContract({ describe, it }, 'TableFlagStore', async () => {
 *   const database = await createDatabase();
 *   return {
 *     store: new TableFlagStore(database),
 *     another: () => new TableFlagStore(database),
 *     reopen: () => new TableFlagStore(database),
 *     break: () => database.goOffline(),
 *     mend: () => database.goOnline(),
 *     close: () => database.drop(),
 *   };
 * });
 */
export function flagStoreContract({ describe, it }: ContractRunner, name: string, open: OpenStore): void {
  describe(name, () => {
    for (const [sentence, check] of CONTRACT) {
      it(sentence, () => check(open));
    }
  });
}

const CONTRACT = [
  ...storeDocumentsContract,
  ...storeAppendingContract,
  ...storeQueryContract,
  ...storeWatchingContract,
  ...storeOutageContract,
  ...storeStickyContract,
  ...storeLeaseContract,
  ...storeTimeContract,
  ...storeLifetimeContract,
];
