import { messageOf } from '../internal/message-of.js';
import { topicLogger } from './topic-logger.js';
import { bootDefinitions } from './boot-definitions.js';
import { bootStore } from './boot-store.js';
import type { ManagerParts } from './parts/manager-parts.js';
import { NotRunningError } from './manager.errors.js';
import type { ResolvedManagerOptions } from './options/resolve-manager-options.js';
import type { MissingFlags } from './reading/missing-flags.js';
import type { FlagScopes } from './scope/flag-scopes.js';

export type LifecycleState = 'starting' | 'running' | 'closed';

export interface ManagerLifecycleOptions {
  readonly options: ResolvedManagerOptions;
  readonly parts: Pick<ManagerParts, 'replica' | 'chain' | 'source' | 'definitions' | 'tasks' | 'usage' | 'close'>;
  readonly missingFlags: MissingFlags;
  readonly scopes: Pick<FlagScopes, 'close'>;
}

/** Starts and closes the parts of a manager, each once. Changes are accepted only in between. */
export class ManagerLifecycle {
  readonly #options: ManagerLifecycleOptions;
  #state: LifecycleState = 'starting';
  #starting: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: ManagerLifecycleOptions) {
    this.#options = options;
  }

  get state(): LifecycleState {
    return this.#state;
  }

  get isRunning(): boolean {
    return this.#state === 'running';
  }

  /**
   * Reads the store and all definitions; afterwards, changes are accepted. If it fails, everything that was opened is
   * closed.
   *
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) with `onBootFailure: 'throw'`, naming the provider
   * @throws {ProviderTimeoutError} (`PROVIDER_TIMEOUT`) with `onBootFailure: 'throw'`, when `bootTimeout` has passed
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) with `onBootFailure: 'throw'`, when the store is unavailable and
   *   there is no bootstrap file
   * @throws {StoreFailedError} (`STORE_FAILED`) when the stored data cannot be used
   * @throws {NotRunningError} (`NOT_RUNNING`) when the manager was closed meanwhile
   */
  start(): Promise<void> {
    return (this.#starting ??= this.#start());
  }

  /**
   * Completes the changes in progress, and closes providers, store and timers. Flags can still be evaluated, with their
   * last state. Only the first call rejects if closing fails.
   */
  close(): Promise<void> {
    if (this.#closing !== undefined) return this.#closing.catch(() => {});
    return (this.#closing = this.#close());
  }

  /** Reads the store and all definitions again; resolves when they are in force. Failures are shown in `status()`. */
  async refresh(): Promise<void> {
    if (!this.isRunning) return;
    const { source, replica } = this.#options.parts;
    await Promise.all([source.refresh(), replica.sync().catch(() => {})]);
  }

  /** @throws {NotRunningError} (`NOT_RUNNING`) when no changes are accepted */
  assertRunning(): void {
    if (this.isRunning) return;
    const state = this.#options.options.enabled ? this.#state : 'disabled';
    throw new NotRunningError(
      `The FlagManager is ${state}: it accepts no changes. Await start(), or set "enabled" to true.`,
    );
  }

  async #start(): Promise<void> {
    const { options, parts } = this.#options;
    if (!options.enabled || this.#state !== 'starting') return;
    try {
      await bootStore(parts.replica, options);
      this.#assertStarting();
      await bootDefinitions(parts, options);
      this.#assertStarting();
      this.#run();
    } catch (error) {
      this.#assertStarting(error); // if the manager was closed, report that instead of its consequences
      await this.close().catch((cause: unknown) =>
        topicLogger(options.logger, 'closing-failed').error(`Closing failed: ${messageOf(cause)}`),
      );
      throw error;
    }
  }

  #run(): void {
    this.#state = 'running';
    this.#options.missingFlags.isCounting = true;
    this.#options.parts.tasks.start();
    this.#options.parts.usage?.start();
  }

  async #close(): Promise<void> {
    this.#state = 'closed';
    this.#options.missingFlags.isCounting = false;
    try {
      await this.#options.parts.close();
    } finally {
      this.#options.scopes.close();
    }
  }

  #assertStarting(cause?: unknown): void {
    if (this.#state === 'starting') return;
    if (cause instanceof NotRunningError) throw cause;
    throw new NotRunningError(
      'The FlagManager was closed before it had started: wait for start() before you call close().',
      { cause },
    );
  }
}
