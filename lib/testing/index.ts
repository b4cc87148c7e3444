export { flagProviderContract, type ContractRunner } from './flag-provider.contract.js';
export { ManualClock } from './manual-clock.js';
export type { OpenProvider, ProviderUnderTest } from './provider-under-test.js';
