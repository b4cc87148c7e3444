import { isFlagKey } from '../../engine/flag-key.js';
import type { ResolvedManagerOptions } from '../options/resolve-manager-options.js';
import type { DefinitionRegistry } from '../definitions/definition-registry.js';
import type { ManagerLifecycle } from '../manager-lifecycle.js';
import { ExternalFlags } from './external-flags.js';
import type { ExternalKeys } from './external-keys.js';

interface Parts {
  readonly definitions: DefinitionRegistry;
  readonly externalKeys: ExternalKeys;
}

/** The flags of the external provider; `undefined` if there is none, or if flags are disabled altogether. */
export function buildExternalFlags(
  { enabled, external, clock, logger }: ResolvedManagerOptions,
  { definitions, externalKeys: keys }: Parts,
  lifecycle: Pick<ManagerLifecycle, 'isRunning'>,
): ExternalFlags | undefined {
  if (!enabled || external === undefined) return undefined;
  const { provider, timeout } = external;
  return new ExternalFlags({
    provider,
    keys,
    timeout,
    isUndefined: (key) =>
      isFlagKey(key) && !definitions.definitions.flags.has(key) && definitions.missingCauseOf(key) === 'unknown',
    isRunning: () => lifecycle.isRunning,
    clock,
    logger,
  });
}
