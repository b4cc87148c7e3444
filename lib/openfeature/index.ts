/**
 * OpenFeature: a provider for its server SDK.
 *
 * @module nestjs-feature-flags/openfeature
 */
export { FeatureFlagsProvider } from './feature-flags.provider.js';
export type { FeatureFlagsProviderOptions } from './provider/feature-flags-provider.options.js';
