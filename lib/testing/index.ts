/**
 * Helpers for tests: a manual clock and the contracts of providers and stores.
 *
 * @module nestjs-feature-flags/testing
 */
export type { ContractOptions, ContractRunner, ContractTest } from './contract-options.js';
export { flagProviderContract } from './flag-provider.contract.js';
export { flagStoreContract } from './flag-store.contract.js';
export { ManualClock } from './manual-clock.js';
export type { OpenProvider, ProviderAbility, ProviderUnderTest } from './provider-under-test.js';
export type { OpenStore, StoreAbility, StoreUnderTest } from './store-under-test.js';
