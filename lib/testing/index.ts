/**
 * Helpers for tests: flags for one test, a test module, combinations of flags, a recorder, users by their buckets, a
 * manual clock, and the contracts of providers and stores.
 *
 * @module nestjs-feature-flags/testing
 */
export { bucketOf } from './buckets/bucket-of.js';
export type { BucketOptions } from './buckets/bucket-options.js';
export { userInBucket, userOutsideBucket, type BucketShare } from './buckets/user-in-bucket.js';
export type { ContractOptions, ContractRunner, ContractTest } from './contract-options.js';
export { flagProviderContract } from './flag-provider.contract.js';
export { flagStoreContract } from './flag-store.contract.js';
export { ManualClock } from './manual-clock.js';
export { flagCombinations, flagMatrix, type FlagMatrixOptions } from './matrix/flag-matrix.js';
export type { FlagsToCombine } from './matrix/flag-values.js';
export { FeatureFlagsTestingModule, type FeatureFlagsTestOptions } from './module/feature-flags-testing.module.js';
export type { TestDefinitions } from './module/test-definitions.js';
export type { OpenProvider, ProviderAbility, ProviderUnderTest } from './provider-under-test.js';
export { FlagRecorder, type FlagRecorderOptions, type RecordedEvaluation } from './recorder/flag-recorder.js';
export { withFlags, type WithFlagsOptions } from './scope/with-flags.js';
export type { OpenStore, StoreAbility, StoreUnderTest } from './store-under-test.js';
export { stubFlags } from './stub-flags.js';
export type { TestFlags } from './test-flags.js';
