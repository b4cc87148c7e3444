import { setTimeout as pause } from 'node:timers/promises';
import { InvalidOptionsError } from '../internal/options/invalid-options.error.js';
import { InvalidFlagError, type FlagIssue } from '../engine/flag.errors.js';
import { MissingPackageError } from '../internal/missing-package.error.js';
import { messageOf } from '../internal/message-of.js';
import { ProviderFailedError, ProviderTimeoutError } from '../providers/provider.errors.js';
import { withTimeout } from '../internal/with-timeout.js';
import { StoreFailedError, StoreUnavailableError } from '../store/store.errors.js';
import type { DefinitionSource } from './definitions/definition-source.js';
import type { ResolvedManagerOptions } from './options/flag-manager.options.js';
import type { StoreReplica } from './replica/store-replica.js';

/**
 * Waits for the store. When it is away, goes on from the bootstrap file; without one, asks again until `bootTimeout` is
 * over, for it may be starting as well, and then follows `onBootFailure`. A store that is there but cannot be used fails
 * the start in any case, for forgetting a kill switch is worse; so does one that was set up in a way that cannot work,
 * which no other attempt would change.
 */
export async function bootStore(replica: StoreReplica, options: ResolvedManagerOptions): Promise<void> {
  const { onBootFailure, logger } = options;
  try {
    await readInTime(replica, options);
  } catch (error) {
    if (LASTING.some((Lasting) => error instanceof Lasting)) throw error;
    if (await replica.readBootstrap()) return;
    if (onBootFailure === 'throw') throw error;
    logger.error('Started without the flag store: its flags and overrides are unknown until it is available.');
  }
}

async function readInTime(replica: StoreReplica, options: ResolvedManagerOptions): Promise<void> {
  const { store, bootTimeout, bootstrapFile } = options;
  const deadline = performance.now() + bootTimeout;
  let failure: StoreUnavailableError | undefined;
  const late = () =>
    failure ?? new StoreUnavailableError(store.name, `it did not answer within ${bootTimeout} ms ("bootTimeout")`);
  for (;;) {
    try {
      return await withTimeout(() => replica.sync(), Math.max(0, deadline - performance.now()), late);
    } catch (error) {
      if (bootstrapFile !== undefined || performance.now() + RETRY_MS >= deadline) throw error;
      if (!(error instanceof StoreUnavailableError) || error.isLasting) throw error;
      failure = error;
    }
    await pause(RETRY_MS);
  }
}

const RETRY_MS = 250;
const LASTING = [StoreFailedError, InvalidOptionsError, MissingPackageError] as const;

/**
 * Waits for the first definitions, `bootTimeout` at the most, and follows `onBootFailure` when a provider has none or
 * when definitions do not fit together.
 * With `defaults`, the flags of the others are in force, and what arrives later is taken over when it arrives.
 */
export async function bootDefinitions(
  source: DefinitionSource,
  definitions: { readonly misfits: readonly FlagIssue[] },
  options: ResolvedManagerOptions,
): Promise<void> {
  const { chain, bootTimeout, onBootFailure, logger } = options;
  try {
    await withTimeout(
      () => source.start(),
      bootTimeout,
      () => new ProviderTimeoutError(pendingProviders(options), bootTimeout),
    );
    const failed = chain.status().find(({ state }) => state === 'failed');
    if (failed !== undefined) throw new ProviderFailedError(failed.name, failed.error ?? 'it delivered nothing');
    if (definitions.misfits.length > 0) throw new InvalidFlagError(definitions.misfits, 'all providers together');
  } catch (error) {
    if (onBootFailure === 'throw') throw error;
    logger.error(`Started without all flags, defaults answer for the missing ones: ${messageOf(error)}`);
    await source.endBoot();
  }
}

function pendingProviders({ chain }: ResolvedManagerOptions): string {
  return chain
    .status()
    .filter(({ state }) => state === 'pending')
    .map(({ name }) => name)
    .join('", "');
}
