import { ConfigurableModuleBuilder } from '@nestjs/common';
import { extraProviders } from './extra-providers.js';
import type { FeatureFlagsConfig, FeatureFlagsModuleExtras } from './feature-flags.options.js';

const extras: FeatureFlagsModuleExtras = { isGlobal: true, ambientContext: true, imports: [] };

export const {
  ConfigurableModuleClass,
  MODULE_OPTIONS_TOKEN: FEATURE_FLAGS_OPTIONS,
  OPTIONS_TYPE: ROOT_OPTIONS,
} = new ConfigurableModuleBuilder<FeatureFlagsConfig>({ moduleName: 'FeatureFlags' })
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createFeatureFlagsOptions')
  .setExtras(extras, (definition, { isGlobal = true, imports = [], ...rest }) => ({
    ...definition,
    global: isGlobal,
    imports: [...new Set([...(definition.imports ?? []), ...imports])],
    providers: [...(definition.providers ?? []), ...extraProviders(rest)],
  }))
  .build();
