export { ManualClock } from './manual-clock.js';
export { flagProviderContract } from './flag-provider.contract.js';
