import { Logger, type FactoryProvider } from '@nestjs/common';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { systemClock } from '../../manager/clock.js';
import { safeLogger } from '../../manager/safe-logger.js';
import type { ManagerHooks } from '../../manager/scope/manager-hooks.js';
import { AMBIENT_CONTEXT } from '../extra-providers.js';
import { FEATURE_FLAGS_OPTIONS } from '../feature-flags-options.token.js';
import type { FeatureFlagsConfig } from '../feature-flags.options.js';
import { RequestOverrideLog } from './request-override-log.js';
import { resolveRequestOverrides } from './request-overrides.options.js';
import { RequestOverrides } from './request-overrides.js';

/** Injects the {@link RequestOverrides}; `undefined` if they, or all flags, are off. */
export const REQUEST_OVERRIDES = Symbol('REQUEST_OVERRIDES');

export const requestOverridesProvider: FactoryProvider<RequestOverrides | undefined> = {
  provide: REQUEST_OVERRIDES,
  inject: [FEATURE_FLAGS_OPTIONS, AMBIENT_CONTEXT],
  useFactory: ({ enabled, requestOverrides, ...options }: FeatureFlagsConfig, ambientContext: boolean) => {
    if (requestOverrides === undefined) return undefined;
    if (!ambientContext) {
      throw new InvalidOptionsError(
        'Option "requestOverrides" needs "ambientContext", because flags are forced in the async context of a request: ' +
          'remove "ambientContext: false".',
      );
    }
    const resolved = resolveRequestOverrides(requestOverrides);
    if (enabled === false) return undefined; // no flag can be forced
    const clock = options.clock ?? systemClock;
    const logger = safeLogger(options.logger ?? new Logger('FeatureFlags'));
    return new RequestOverrides(resolved, new RequestOverrideLog(logger, clock), clock);
  },
};

/** The hooks of the manager that request overrides need. */
export function managerHooksOf(overrides: RequestOverrides | undefined): ManagerHooks {
  return overrides === undefined ? {} : { scopesForceFlags: true, requestOverrides: () => overrides.counts() };
}
