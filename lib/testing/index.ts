export { flagProviderContract, type ContractRunner } from './flag-provider.contract.js';
export { flagStoreContract } from './flag-store.contract.js';
export { ManualClock } from './manual-clock.js';
export type { OpenProvider, ProviderUnderTest } from './provider-under-test.js';
export type { OpenStore, StoreUnderTest } from './store-under-test.js';
