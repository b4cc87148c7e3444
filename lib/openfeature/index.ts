/**
 * OpenFeature: a provider for its server SDK, and gates on the flags of other providers.
 *
 * @module nestjs-feature-flags/openfeature
 */
export type { OpenFeatureFlagType } from './client/flag-type.js';
export type { OpenFeatureFlagProviderOptions } from './client/open-feature-flag-provider.options.js';
export type { OpenFeatureFlagClient } from './client/typed-client.js';
export { FeatureFlagsProvider } from './feature-flags.provider.js';
export { OpenFeatureFlagProvider } from './open-feature-flag.provider.js';
export type { FeatureFlagsProviderOptions } from './provider/feature-flags-provider.options.js';
