import type { Observable } from 'rxjs';
import { contextAt, timestampOf, type FlagContext } from '../engine/flag-context.js';
import { EvaluationReason, type FlagEvaluation } from '../engine/flag-evaluation.js';
import { assertFlagKey, type FlagKey } from '../engine/flag-key.js';
import type { EngineServices } from '../engine/scope.js';
import { messageOf } from '../providers/provider.errors.js';
import type { AuditEntry, AuditFilter, AuditPage } from './audit/audit-entry.js';
import { AuditLog } from './audit/audit-log.js';
import { bootDefinitions } from './boot-definitions.js';
import { ChangeStream } from './changes/change-stream.js';
import { ChangeWriter } from './changes/change-writer.js';
import { DefinitionRegistry } from './definitions/definition-registry.js';
import { DefinitionSource } from './definitions/definition-source.js';
import { resolveManagerOptions, type FlagManagerOptions, type ResolvedManagerOptions } from './flag-manager.options.js';
import { managerState, type FlagManagerStatus } from './flag-manager.status.js';
import { engineServices } from './engine-services.js';
import { FlagEditor, type EditedParts } from './flag-editor.js';
import type { FoundExplanation } from './flag-evaluator.js';
import { FlagHandle, type HandleOptions } from './flag-handle.js';
import { FlagLookup } from './flag-lookup.js';
import { NotRunningError } from './manager.errors.js';
import { MissingFlags } from './missing-flags.js';
import { OverrideRegistry } from './overrides/override-registry.js';

/**
 * Answers for flags and takes their changes. Evaluating is synchronous, does no I/O and never throws; changing returns a
 * promise, which is fulfilled once the change is stored, audited and in force.
 *
 * @example
 * const flags = await FlagManager.create({ initialFlags: { new_checkout: true } });
 * flags.isEnabled('new_checkout', { userId: 'user-42' });
 */
export class FlagManager extends FlagEditor {
  readonly #options: ResolvedManagerOptions;
  readonly #missing: MissingFlags;
  readonly #lookup: FlagLookup;
  readonly #handles: HandleOptions;
  readonly #stream: ChangeStream;
  readonly #audit: AuditLog;
  readonly #writer: ChangeWriter;
  readonly #overrides: OverrideRegistry;
  readonly #definitions: DefinitionRegistry;
  readonly #source: DefinitionSource;
  readonly #services: EngineServices;
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
    const { chain, definitionCache: cache, cacheTtl: ttl, clock, logger, extensions } = this.#options;
    this.#services = engineServices(this.#options);
    this.#missing = new MissingFlags(logger);
    this.#lookup = new FlagLookup(this.#missing);
    this.#handles = Object.freeze({
      lookup: this.#lookup,
      contextSource: this.#options.contextSource,
      defaultEnabled: this.#options.defaultEnabled,
      missingAnswer: (key: string) => this.missingAnswer(key),
    });
    this.#stream = new ChangeStream(logger);
    this.changes$ = this.#stream.changes$;
    this.#audit = new AuditLog(this.#options.auditStore, clock);
    const writer = (this.#writer = new ChangeWriter(this.#audit, this.#stream, logger));
    const changed = () => {
      const { snapshot } = this.#lookup;
      this.#lookup.snapshot = snapshot.next(this.#definitions.definitions, this.#overrides.set, this.#services);
    };
    this.#overrides = new OverrideRegistry({ store: this.#options.overrideStore, writer, clock, logger, changed });
    this.#definitions = new DefinitionRegistry({ chain, writer, extensions, logger, changed });
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
      await bootDefinitions(this.#source, this.#definitions, this.#options);
      if (this.#state === 'starting') this.#run();
      else await this.#audit.close(); // closed meanwhile
    } catch (error) {
      await this.close().catch((cause: unknown) => this.#options.logger.error(`Closing failed: ${messageOf(cause)}`));
      throw error;
    }
  }

  override handle(key: FlagKey): FlagHandle {
    assertFlagKey(key);
    return new FlagHandle(key, this.#handles);
  }

  override evaluateAll(context?: FlagContext): readonly FlagEvaluation[] {
    return this.#lookup.snapshot.evaluateAll(context ?? this.#options.contextSource());
  }

  /** The record of all changes, newest first, page by page. */
  getAuditLog(filter?: AuditFilter): Promise<AuditPage> {
    return this.#audit.list(filter);
  }

  /** Reads all definitions again; resolves when they are in force. A provider that fails shows in `status()`. */
  async refresh(): Promise<void> {
    if (this.#state === 'running') await this.#source.refresh();
  }

  /** Whether definitions are read before each request: with `cacheTtl: 0`. */
  get readsBeforeRequests(): boolean {
    return this.#options.cacheTtl === 0;
  }

  /** With `cacheTtl: 0`, reads what may have changed; `undefined` when there is nothing to wait for. */
  beforeRequest(): Promise<void> | undefined {
    return this.readsBeforeRequests && this.#state === 'running' ? this.#source.poll() : undefined;
  }

  status(): FlagManagerStatus {
    const providers = this.#options.chain.status();
    return {
      state: managerState(this.#options.enabled, this.#state, !this.#isWhole, providers),
      providers,
      flags: this.#definitions.definitions.flags.size,
      segments: this.#definitions.definitions.segments.size,
      misfits: this.#definitions.misfits,
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

  #run(): void {
    this.#state = 'running';
    this.#missing.isCounting = true;
  }

  async #close(): Promise<void> {
    this.#state = 'closed';
    this.#missing.isCounting = false;
    this.#overrides.close();
    await this.#writer.idle();
    try {
      await this.#source.close();
    } finally {
      await this.#audit.close();
      this.#stream.complete();
    }
  }

  /** Whether all that was read is in force. */
  get #isWhole(): boolean {
    return !this.#source.isUndelivered && this.#definitions.misfits.length === 0;
  }

  protected override get parts(): EditedParts {
    return { definitions: this.#definitions, overrides: this.#overrides, clock: this.#options.clock };
  }

  protected override explained(
    key: string,
    context: FlagContext | undefined,
    at: number | undefined,
  ): FoundExplanation {
    const given = context ?? this.#options.contextSource();
    const asked = at === undefined ? given : contextAt(given, at);
    const now = at ?? this.#options.clock.now();
    const found = this.#lookup.snapshot.explain(key, asked, { ...this.#services, now: () => now });
    return { ...found, at: timestampOf(asked) ?? now };
  }

  protected override find(key: string, context: FlagContext | undefined): FlagEvaluation | undefined {
    return this.#lookup.evaluator(key)(context ?? this.#options.contextSource());
  }

  protected override whyMissing(key: string): EvaluationReason {
    if (!this.#options.enabled) return EvaluationReason.Disabled;
    return this.#definitions.mayDefine(key) ? EvaluationReason.ProviderError : EvaluationReason.FlagNotFound;
  }

  protected override assertRunning(): void {
    if (this.#state === 'running') return;
    throw new NotRunningError(
      `The FlagManager is ${this.status().state}: it takes no changes. Await start(), or set "enabled" to true.`,
    );
  }
}
