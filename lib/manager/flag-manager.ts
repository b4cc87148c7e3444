import type { Observable } from 'rxjs';
import type { FlagContext } from '../engine/flag-context.js';
import { EvaluationReason, type FlagEvaluation } from '../engine/flag-evaluation.js';
import { assertFlagKey, type FlagKey } from '../engine/flag-key.js';
import type { FlagOverride } from '../engine/flag-override.js';
import type { Flag, FlagDefinition } from '../engine/flag.js';
import { parseFlag } from '../engine/parse-flag.js';
import type { EngineServices } from '../engine/strategies/strategy.js';
import { messageOf } from '../providers/provider.errors.js';
import type { AuditEntry, AuditFilter, AuditPage } from './audit/audit-entry.js';
import { AuditLog } from './audit/audit-log.js';
import { bootDefinitions } from './boot-definitions.js';
import type { ChangeOrigin } from './changes/change-origin.js';
import { ChangeStream } from './changes/change-stream.js';
import { ChangeWriter } from './changes/change-writer.js';
import { DefinitionRegistry } from './definitions/definition-registry.js';
import { DefinitionSource } from './definitions/definition-source.js';
import { resolveManagerOptions, type FlagManagerOptions, type ResolvedManagerOptions } from './flag-manager.options.js';
import { managerState, type FlagManagerStatus } from './flag-manager.status.js';
import { FlagEvaluator } from './flag-evaluator.js';
import { FlagSnapshot } from './flag-snapshot.js';
import { NotRunningError } from './manager.errors.js';
import { MissingFlags } from './missing-flags.js';
import { newOverride, type OverrideOptions, type OverrideRequest } from './overrides/new-override.js';
import { OverrideRegistry } from './overrides/override-registry.js';

/**
 * Answers for flags and takes their changes. Evaluating is synchronous, does no I/O and never throws; changing returns a
 * promise, which is fulfilled once the change is stored, audited and in force.
 *
 * @example
 * const flags = await FlagManager.create({ initialFlags: { new_checkout: true } });
 * flags.isEnabled('new_checkout', { userId: 'user-42' });
 */
export class FlagManager extends FlagEvaluator {
  readonly #options: ResolvedManagerOptions;
  readonly #missing: MissingFlags;
  readonly #stream: ChangeStream;
  readonly #audit: AuditLog;
  readonly #writer: ChangeWriter;
  readonly #overrides: OverrideRegistry;
  readonly #definitions: DefinitionRegistry;
  readonly #source: DefinitionSource;
  readonly #services: EngineServices = { now: () => this.#options.clock.now() };
  #snapshot = FlagSnapshot.EMPTY;
  #closing: Promise<void> | undefined;
  #state: 'starting' | 'running' | 'closed' = 'starting';

  /** Every change from now on, in order. A subscriber that throws is logged and disturbs nobody. */
  readonly changes$: Observable<AuditEntry>;

  /**
   * A manager that is ready to answer.
   *
   * @throws what {@link FlagManager.start} throws
   */
  static async create(options: FlagManagerOptions = {}): Promise<FlagManager> {
    const manager = new FlagManager(options);
    await manager.start();
    return manager;
  }

  /**
   * A manager that answers defaults until it is started.
   *
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option that is off
   * @throws {InvalidFlagError} (`INVALID_FLAG`) when an initial flag cannot be read
   */
  constructor(options: FlagManagerOptions = {}) {
    const resolved = resolveManagerOptions(options);
    super(resolved.defaultEnabled);
    this.#options = resolved;
    const { chain, definitionCache: cache, cacheTtl: ttl, clock, logger } = this.#options;
    this.#missing = new MissingFlags(logger);
    this.#stream = new ChangeStream(logger);
    this.changes$ = this.#stream.changes$;
    this.#audit = new AuditLog(this.#options.auditStore, clock);
    const writer = (this.#writer = new ChangeWriter(this.#audit, this.#stream, logger));
    const changed = () => {
      this.#snapshot = this.#snapshot.next(this.#definitions.flags, this.#overrides.set, this.#services);
    };
    this.#overrides = new OverrideRegistry({ store: this.#options.overrideStore, writer, clock, logger, changed });
    this.#definitions = new DefinitionRegistry({ chain, writer, changed });
    const deliver = () => this.#definitions.deliver();
    this.#source = new DefinitionSource({ chain, cache, ttl, clock, logger, deliver });
  }

  /**
   * Reads overrides, audit log and definitions; afterwards the manager takes changes. What was opened is closed again
   * when it fails.
   *
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) with `onBootFailure: 'throw'`, naming the provider
   * @throws {ProviderTimeoutError} (`PROVIDER_TIMEOUT`) likewise, when `bootTimeout` is over
   * @throws {OverrideStoreError} (`OVERRIDE_STORE_FAILED`) when stored overrides cannot be read
   * @throws {AuditLogError} (`AUDIT_LOG_FAILED`) when the audit log cannot be opened
   */
  async start(): Promise<void> {
    if (!this.#options.enabled || this.#state !== 'starting') return;
    try {
      await this.#audit.open();
      await this.#overrides.load(this.#audit);
      await bootDefinitions(this.#source, this.#options);
      if (this.#state === 'starting') this.#state = 'running';
      else await this.#audit.close(); // closed meanwhile
    } catch (error) {
      await this.close().catch((cause: unknown) => this.#options.logger.error(`Closing failed: ${messageOf(cause)}`));
      throw error;
    }
  }

  override evaluateAll(context?: FlagContext): readonly FlagEvaluation[] {
    return this.#snapshot.evaluateAll(context ?? this.#options.contextSource());
  }

  /** All definitions in force, by key. */
  getFlags(): ReadonlyMap<string, Flag> {
    return this.#definitions.flags;
  }

  /** Turns a flag on for everybody, until the override is cleared: {@link setOverride} with `true`. */
  enable(key: FlagKey, options: OverrideOptions = {}): Promise<void> {
    return this.setOverride(key, true, options);
  }

  /** Turns a flag off for everybody, variants included: {@link setOverride} with `false`. */
  disable(key: FlagKey, options: OverrideOptions = {}): Promise<void> {
    return this.setOverride(key, false, options);
  }

  /**
   * Outranks a flag's definition at once, for every way of asking.
   *
   * @param serve `true`, `false`, the name of a variant, `{ variant }` or `{ value }`
   * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) when the flag has no such variant, or the time is over already
   * @throws {InvalidFlagKeyError} (`INVALID_FLAG_KEY`) when the key is not legal; it need not be known
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when actor, reason or origin is no text or too long
   * @throws {NotRunningError} (`NOT_RUNNING`), {@link OverrideStoreError}, {@link AuditLogError}: nothing was changed
   */
  async setOverride(key: FlagKey, serve: OverrideRequest, options: OverrideOptions = {}): Promise<void> {
    this.#assertRunning();
    const flag = this.#definitions.flags.get(key);
    await this.#overrides.add(newOverride(key, flag, serve, options, this.#options.clock.now()), options);
  }

  /** Takes an override back; `false` when there was none. Without `unit` the one for everybody. */
  async clearOverride(key: FlagKey, options: ChangeOrigin & { readonly unit?: string } = {}): Promise<boolean> {
    this.#assertRunning();
    assertFlagKey(key);
    return await this.#overrides.remove(key, options.unit, options);
  }

  /** The override of a flag, for everybody or for one unit. */
  getOverride(key: FlagKey, unit?: string): FlagOverride | undefined {
    return this.#overrides.set.get(key, unit);
  }

  /** All overrides in force. */
  getOverrides(): readonly FlagOverride[] {
    return this.#overrides.set.all();
  }

  /**
   * Stores a definition in the first writable provider.
   *
   * @param options.expectedVersion the `version` that was edited; 0 when the flag must not exist yet
   * @returns the flag with its new version
   * @throws {InvalidFlagError} (`INVALID_FLAG`), {@link VersionConflictError}, {@link ReadOnlyError}
   */
  async saveFlag(
    key: FlagKey,
    definition: FlagDefinition,
    options: ChangeOrigin & { readonly expectedVersion?: number } = {},
  ): Promise<Flag> {
    this.#assertRunning();
    const flag = parseFlag(key, definition);
    const stored = await this.#definitions.write({ key, flag, expectedVersion: options.expectedVersion }, options);
    return stored ?? flag;
  }

  /** Deletes a definition from the first writable provider; throws like {@link saveFlag}. */
  async deleteFlag(key: FlagKey, options: ChangeOrigin & { readonly expectedVersion?: number } = {}): Promise<void> {
    this.#assertRunning();
    assertFlagKey(key);
    await this.#definitions.write({ key, flag: undefined, expectedVersion: options.expectedVersion }, options);
  }

  /** The record of all changes, newest first, page by page. */
  getAuditLog(filter?: AuditFilter): Promise<AuditPage> {
    return this.#audit.list(filter);
  }

  /** Reads all definitions again; resolves when they are in force. A provider that fails shows in `status()`. */
  async refresh(): Promise<void> {
    if (this.#state === 'running') await this.#source.refresh();
  }

  /** With `cacheTtl: 0`, reads what may have changed; `undefined` when there is nothing to wait for. */
  beforeRequest(): Promise<void> | undefined {
    return this.#options.cacheTtl === 0 && this.#state === 'running' ? this.#source.poll() : undefined;
  }

  status(): FlagManagerStatus {
    const providers = this.#options.chain.status();
    return {
      state: managerState(this.#options.enabled, this.#state, this.#source.isUndelivered, providers),
      providers,
      flags: this.#definitions.flags.size,
      overrides: this.#overrides.set.all().length,
      version: this.#audit.version,
      missingFlags: this.#missing.counts(),
    };
  }

  /** Finishes the changes under way and closes providers, stores and timers. Evaluating goes on with the last flags. */
  close(): Promise<void> {
    if (this.#closing !== undefined) return this.#closing.catch(() => {}); // told to the first caller
    return (this.#closing = this.#close());
  }

  async #close(): Promise<void> {
    this.#state = 'closed';
    this.#overrides.close();
    await this.#writer.idle();
    try {
      await this.#source.close();
    } finally {
      await this.#audit.close();
      this.#stream.complete();
    }
  }

  protected override find(key: string, context: FlagContext | undefined): FlagEvaluation | undefined {
    const evaluator = this.#snapshot.evaluator(key);
    const evaluation = evaluator?.(context ?? this.#options.contextSource());
    if (evaluation === undefined && this.#state === 'running') this.#missing.count(key);
    return evaluation;
  }

  protected override whyMissing(key: string): EvaluationReason {
    if (!this.#options.enabled) return EvaluationReason.Disabled;
    return this.#definitions.mayDefine(key) ? EvaluationReason.ProviderError : EvaluationReason.FlagNotFound;
  }

  #assertRunning(): void {
    if (this.#state === 'running') return;
    throw new NotRunningError(
      `The FlagManager is ${this.status().state}: it takes no changes. Await start(), or set "enabled" to true.`,
    );
  }
}
