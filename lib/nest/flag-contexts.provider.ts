import { Logger, type FactoryProvider } from '@nestjs/common';
import { FlagManager } from '../manager/flag-manager.js';
import { flagScopesOf, requestPreparationOf } from '../manager/manager-components.js';
import { safeLogger } from '../manager/safe-logger.js';
import { FlagContextResolver } from './context/flag-context.resolver.js';
import { FlagContexts } from './context/flag-contexts.js';
import { AMBIENT_CONTEXT } from './extra-providers.js';
import { FEATURE_FLAGS_OPTIONS } from './feature-flags-options.token.js';
import type { FeatureFlagsConfig } from './feature-flags.options.js';

const logger = new Logger('FeatureFlags');

/** Provides the contexts of requests, which share the scopes of the manager. */
export const flagContextsProvider: FactoryProvider<FlagContexts> = {
  provide: FlagContexts,
  inject: [FlagContextResolver, FEATURE_FLAGS_OPTIONS, AMBIENT_CONTEXT, FlagManager],
  useFactory: (
    resolver: FlagContextResolver,
    options: FeatureFlagsConfig,
    entersRequests: boolean,
    flags: FlagManager,
  ) => {
    const contextsOptions = {
      timeout: options.contextTimeout ?? '2s',
      onError: options.onContextError ?? 'closed',
      logger: safeLogger(options.logger ?? logger),
      entersRequests,
    };
    return new FlagContexts(resolver, contextsOptions, flagScopesOf(flags), requestPreparationOf(flags).external);
  },
};
