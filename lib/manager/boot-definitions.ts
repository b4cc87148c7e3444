import { InvalidFlagError, type FlagIssue } from '../engine/flag.errors.js';
import { messageOf } from '../internal/message-of.js';
import { withTimeout } from '../internal/with-timeout.js';
import type { ChainedProvider } from '../providers/chained.provider.js';
import { ProviderFailedError, ProviderTimeoutError } from '../providers/provider.errors.js';
import { topicLogger } from './topic-logger.js';
import type { DefinitionSource } from './definitions/definition-source.js';
import type { ResolvedManagerOptions } from './options/resolve-manager-options.js';

export interface BootedDefinitions {
  readonly chain: ChainedProvider;
  readonly source: DefinitionSource;
  readonly definitions: { readonly inconsistencies: readonly FlagIssue[] };
}

/**
 * Waits for the first definitions, at most for `bootTimeout`, and follows `onBootFailure` if a provider fails or
 * definitions are inconsistent. With `defaults`, the flags of the other providers are in force, and definitions that
 * arrive later are applied then.
 */
export async function bootDefinitions(
  { chain, source, definitions }: BootedDefinitions,
  { bootTimeout, onBootFailure, logger }: Pick<ResolvedManagerOptions, 'bootTimeout' | 'onBootFailure' | 'logger'>,
): Promise<void> {
  try {
    await withTimeout(
      () => source.start(),
      bootTimeout,
      () => new ProviderTimeoutError(pendingProviders(chain), bootTimeout),
    );
    const failed = chain.status().find(({ state }) => state === 'failed');
    if (failed !== undefined) throw new ProviderFailedError(failed.name, failed.error ?? 'it delivered nothing');
    if (definitions.inconsistencies.length > 0)
      throw new InvalidFlagError(definitions.inconsistencies, 'all providers together');
  } catch (error) {
    if (onBootFailure === 'throw') throw error;
    topicLogger(logger, 'started-without-flags').error(
      `Started without some flags, for which defaults are returned: ${messageOf(error)}`,
    );
    await source.endBoot();
  }
}

function pendingProviders(chain: ChainedProvider): string {
  return chain
    .status()
    .filter(({ state }) => state === 'pending')
    .map(({ name }) => name)
    .join('", "');
}
