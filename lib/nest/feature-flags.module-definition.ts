import { ConfigurableModuleBuilder, type FactoryProvider, type Provider } from '@nestjs/common';
import { extraProviders } from './extra-providers.js';
import { FEATURE_FLAGS_OPTIONS } from './feature-flags-options.token.js';
import type { FeatureFlagsConfig, FeatureFlagsModuleExtras } from './feature-flags.options.js';
import { readConfig } from './module-options.schema.js';

/** All extras, including those without a default: Nest would leave a missing one in the options. */
const extras: { readonly [Name in keyof Required<FeatureFlagsModuleExtras>]: FeatureFlagsModuleExtras[Name] } = {
  isGlobal: true,
  contextResolver: undefined,
  visitorSessions: false,
  externalFlags: undefined,
  ambientContext: true,
  disabledHandler: undefined,
  imports: [],
};

export const {
  ConfigurableModuleClass,
  OPTIONS_TYPE: ROOT_OPTIONS,
  ASYNC_OPTIONS_TYPE: ASYNC_OPTIONS,
} = new ConfigurableModuleBuilder<FeatureFlagsConfig>({
  moduleName: 'FeatureFlags',
  optionsInjectionToken: FEATURE_FLAGS_OPTIONS,
})
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createFeatureFlagsOptions')
  .setExtras<FeatureFlagsModuleExtras>(extras, (definition, { isGlobal = true, imports = [], ...rest }) => ({
    ...definition,
    global: isGlobal,
    imports: [...new Set([...(definition.imports ?? []), ...imports])],
    providers: [...(definition.providers ?? []).map(checked), ...extraProviders(rest)],
  }))
  .build();

/** Validates the result of the options factory before it is used. */
function checked(provider: Provider): Provider {
  if (!isFactory(provider) || provider.provide !== FEATURE_FLAGS_OPTIONS) return provider;
  return {
    ...provider,
    useFactory: async (...injected: unknown[]): Promise<unknown> => readConfig(await provider.useFactory(...injected)),
  };
}

function isFactory(provider: Provider): provider is FactoryProvider<unknown> {
  return 'useFactory' in provider;
}
