import type { FlagManagerOptions } from '../manager/options/flag-manager.options.js';
import type { FeatureFlagsConfig } from './feature-flags.options.js';

/**
 * The options of the manager among those of the module, without the definitions in code, which have become a provider.
 */
export function managerOptionsOf({
  initialFlags: _flags,
  initialSegments: _segments,
  disabledResponse: _response,
  contextTimeout: _timeout,
  onContextError: _onError,
  externalHandlers: _handlers,
  actorResolver: _actor,
  logDenials: _logDenials,
  requestOverrides: _overrides,
  ...options
}: FeatureFlagsConfig): FlagManagerOptions {
  return options;
}
