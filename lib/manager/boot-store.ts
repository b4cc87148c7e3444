import { setTimeout as pause } from 'node:timers/promises';
import { MissingPackageError } from '../internal/missing-package.error.js';
import { InvalidOptionsError } from '../internal/options/invalid-options.error.js';
import { withTimeout } from '../internal/with-timeout.js';
import { StoreFailedError, StoreUnavailableError } from '../store/store.errors.js';
import { topicLogger } from './topic-logger.js';
import type { ResolvedManagerOptions } from './options/resolve-manager-options.js';
import type { StoreReplica } from './replica/store-replica.js';

export type BootStoreOptions = Pick<ResolvedManagerOptions, 'bootTimeout' | 'onBootFailure' | 'logger'>;

const RETRY_MS = 250;
/** Errors that a retry cannot fix. */
const LASTING = [StoreFailedError, InvalidOptionsError, MissingPackageError] as const;

/**
 * Waits for the store. If it is unavailable, continues from the bootstrap file; without one, or before one was written,
 * retries until `bootTimeout` has passed, because the store may be starting too, and then follows `onBootFailure`. A store
 * that responds but is unusable or misconfigured always fails the start, because losing a kill switch would be worse.
 */
export async function bootStore(replica: StoreReplica, options: BootStoreOptions): Promise<void> {
  const { onBootFailure, logger } = options;
  try {
    await readInTime(replica, options);
  } catch (error) {
    if (isFatal(error) || onBootFailure === 'throw') throw error;
    topicLogger(logger, 'started-without-the-store').error(
      'Started without the flag store: its flags and overrides are unknown until it is available.',
    );
  }
}

/** Reads the store, or the bootstrap file after the first failure. */
async function readInTime(replica: StoreReplica, { bootTimeout }: BootStoreOptions): Promise<void> {
  const deadline = performance.now() + bootTimeout;
  const { name } = replica.health;
  let failure: StoreUnavailableError | undefined;
  const late = () =>
    failure ?? new StoreUnavailableError(name, `it did not answer within ${bootTimeout} ms ("bootTimeout")`);
  for (;;) {
    try {
      return await withTimeout(() => replica.sync(), Math.max(0, deadline - performance.now()), late);
    } catch (error) {
      if (isFatal(error)) throw error;
      if (failure === undefined && (await replica.readBootstrap())) return;
      if (!(error instanceof StoreUnavailableError) || error.isLasting) throw error;
      if (performance.now() + RETRY_MS >= deadline) throw error;
      failure = error;
    }
    await pause(RETRY_MS);
  }
}

function isFatal(error: unknown): boolean {
  return LASTING.some((Lasting) => error instanceof Lasting);
}
