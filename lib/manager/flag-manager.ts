import type { Observable } from 'rxjs';
import { stickyUnitsReader } from '../engine/allocation/sticky-units.js';
import { contextFailedAnswer } from '../engine/compile/answers.js';
import { contextAt, timestampOf } from '../engine/attributes/read-context.js';
import { isFailedContext, type FlagContext } from '../engine/flag-context.js';
import { EvaluationReason, type FlagEvaluation } from '../engine/flag-evaluation.js';
import { assertFlagKey, type FlagKey } from '../engine/flag-key.js';
import type { FlagOverride } from '../engine/flag-override.js';
import type { EngineServices } from '../engine/compile/scope.js';
import { messageOf } from '../internal/message-of.js';
import type { AuditEntry, AuditFilter, AuditPage } from '../store/audit-entry.js';
import { originOf, originOptions, type ChangeOrigin } from './changes/change-origin.js';
import type { AuditVerification } from '../store/audit/audit-problem.js';
import { bootDefinitions, bootStore } from './boot-definitions.js';
import {
  resolveManagerOptions,
  type FlagManagerOptions,
  type ResolvedManagerOptions,
} from './options/flag-manager.options.js';
import { ManagerParts } from './manager-parts.js';
import { managerState, type FlagManagerStatus } from './flag-manager.status.js';
import { engineServices } from './reading/engine-services.js';
import { FlagEditor } from './flag-editor.js';
import type { FoundExplanation } from './reading/flag-evaluator.js';
import { FlagHandle, type HandleOptions } from './reading/flag-handle.js';
import { FlagLookup } from './reading/flag-lookup.js';
import { FlagSnapshot } from './reading/flag-snapshot.js';
import { NotRunningError } from './manager.errors.js';
import { MissingFlags } from './reading/missing-flags.js';
import { acceptStore, restoreStore, type StoreRestoration } from './replica/store-restoration.js';

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
  readonly #services: EngineServices;
  #stickyUnits: ((context: FlagContext) => readonly string[]) | undefined;
  #starting: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #state: 'starting' | 'running' | 'closed' = 'starting';

  protected override readonly parts: ManagerParts;

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
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the invalid option
   * @throws {InvalidFlagError} (`INVALID_FLAG`) when an initial flag cannot be read
   */
  constructor(options: FlagManagerOptions = {}) {
    const resolved = resolveManagerOptions(options);
    super(resolved);
    this.#options = resolved;
    this.#missing = new MissingFlags(this.#options.logger, (key) => this.parts.definitions.knowledgeOf(key));
    this.#lookup = new FlagLookup(this.#missing);
    this.#handles = Object.freeze({
      lookup: this.#lookup,
      contextSource: this.#options.contextSource,
      enabledByDefault: (asked: boolean | undefined) => this.enabledByDefault(asked),
      missingAnswer: (key: string) => this.missingAnswer(key),
    });
    this.parts = new ManagerParts(this.#options, (entries) => this.#takeSnapshot(entries));
    this.changes$ = this.parts.stream.changes$;
    this.#services = engineServices(this.#options, this.parts.sticky);
  }

  /**
   * Reads the store and all definitions; afterwards the manager takes changes. What was opened is closed again when it
   * fails.
   *
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) with `onBootFailure: 'throw'`, naming the provider
   * @throws {ProviderTimeoutError} (`PROVIDER_TIMEOUT`) with `onBootFailure: 'throw'`, when `bootTimeout` is over
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) with `onBootFailure: 'throw'`, when the store is unavailable and
   *   there is no bootstrap file
   * @throws {StoreFailedError} (`STORE_FAILED`) when what is stored cannot be used
   * @throws {NotRunningError} (`NOT_RUNNING`) when it was closed meanwhile
   */
  start(): Promise<void> {
    return (this.#starting ??= this.#start());
  }

  async #start(): Promise<void> {
    if (!this.#options.enabled || this.#state !== 'starting') return;
    try {
      const { replica, source, definitions } = this.parts;
      await bootStore(replica, this.#options);
      this.#assertStarting();
      await bootDefinitions(source, definitions, this.#options);
      this.#assertStarting();
      this.#run();
    } catch (error) {
      this.#assertStarting(error); // being closed is why, whatever that has led to
      await this.close().catch((cause: unknown) => this.#options.logger.error(`Closing failed: ${messageOf(cause)}`));
      throw error;
    }
  }

  override handle(key: FlagKey): FlagHandle {
    assertFlagKey(key);
    return new FlagHandle(key, this.#handles);
  }

  override evaluateAll(context?: FlagContext): readonly FlagEvaluation[] {
    const asked = context ?? this.#options.contextSource();
    const { snapshot } = this.#lookup;
    const answers = isFailedContext(asked) ? snapshot.keys().map(contextFailedAnswer) : snapshot.evaluateAll(asked);
    for (const key of this.parts.definitions.rejected) {
      if (snapshot.evaluator(key) === undefined) answers.push(this.missingAnswer(key));
    }
    return answers;
  }

  /** The record of all changes, newest first, page by page. */
  getAuditLog(filter?: AuditFilter): Promise<AuditPage> {
    return this.parts.audit.list(filter);
  }

  /**
   * The record of all changes as JSON lines, oldest first, as far back as the store keeps it.
   *
   * @example for await (const line of flags.exportAuditLog()) file.write(line);
   */
  exportAuditLog(filter?: Omit<AuditFilter, 'limit'>): AsyncGenerator<string, void, undefined> {
    return this.parts.audit.lines(filter);
  }

  /**
   * Writes what this instance knows to a store that has lost it, as audited changes; see `status()` for whether it has.
   * Only what is missing is written: what the store holds in another form is newer, and stays. Afterwards all
   * instances follow the store again. It is safe to call on several instances at once, and again after an interruption.
   *
   * @throws {NothingToRestoreError} (`NOTHING_TO_RESTORE`) when the store has not forgotten anything
   * @throws {InvalidOptionsError}, {@link NotRunningError}, {@link StoreUnavailableError}, {@link StoreFailedError}
   */
  async restoreStore(given: ChangeOrigin = {}): Promise<StoreRestoration> {
    const origin = originOf(originOptions.read(given));
    this.assertRunning();
    return await this.parts.replica.decide(restoreStore, origin);
  }

  /**
   * Accepts the loss when the store has lost what this instance knows: every instance takes over what the store holds now,
   * and earlier flags, overrides and kill switches are gone. The decision is audited.
   *
   * @throws {NothingToRestoreError} (`NOTHING_TO_RESTORE`) when the store has not forgotten anything
   * @throws {InvalidOptionsError}, {@link NotRunningError}, {@link StoreUnavailableError}, {@link StoreFailedError}
   */
  async acceptStore(given: ChangeOrigin = {}): Promise<void> {
    const origin = originOf(originOptions.read(given));
    this.assertRunning();
    await this.parts.replica.decide(acceptStore, origin);
  }

  /**
   * Verifies the audit log as far back as the store keeps it, and that it has led to what the store holds; of a
   * `FileStore`, the bytes of `audit.jsonl`, `head.json` and `state.json` on the disk. Reads piece by piece, and lets
   * requests be answered in between. A problem that it finds is also shown in `status()`, until it finds none.
   *
   * @returns the first problem, if there is one
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when the store cannot be read
   * @throws {StoreFailedError} (`STORE_FAILED`) when the query of a store of your own throws it
   */
  verifyAuditLog(): Promise<AuditVerification> {
    return this.parts.replica.verify();
  }

  /** Reads store and definitions again; resolves when they are in force. What fails shows in `status()`. */
  async refresh(): Promise<void> {
    if (this.#state !== 'running') return;
    const { source, replica } = this.parts;
    await Promise.all([source.refresh(), replica.sync().catch(() => {})]);
  }

  /** Whether definitions are read before each request: with `cacheTtl: 0`. */
  get readsBeforeRequests(): boolean {
    return this.#options.cacheTtl === 0;
  }

  /** With `cacheTtl: 0`, reads what may have changed; `undefined` when there is nothing to wait for. */
  beforeRequest(): Promise<void> | undefined {
    return this.readsBeforeRequests && this.#state === 'running' ? this.parts.source.poll() : undefined;
  }

  /** Whether sticky variants that other instances have served are read before a request's flags are asked for. */
  get readsStickyVariants(): boolean {
    return this.#stickyUnits !== undefined;
  }

  /**
   * Reads the sticky variants of a request's user from the store; to be awaited before its flags are asked for.
   *
   * @returns resolves in half a second at the latest; `undefined` when there is nothing to wait for
   */
  prefetchSticky(context: FlagContext): Promise<void> | undefined {
    const units = readOr(() => this.#stickyUnits?.(context), undefined);
    return units && this.parts.sharedSticky?.prefetch(units);
  }

  status(): FlagManagerStatus {
    const { definitions, overrides, schedules, replica, instance } = this.parts;
    const providers = this.parts.providers().map((each) => ({ ...each, problems: structuredClone(each.problems) }));
    return {
      instance,
      state: managerState(this.#options.enabled, this.#state, !this.#isWhole, providers),
      providers,
      flags: definitions.definitions.flags.size,
      segments: definitions.definitions.segments.size,
      misfits: structuredClone(definitions.misfits),
      overrides: overrides.set.size,
      schedules: schedules.size,
      version: replica.position.version,
      missingFlags: this.#missing.counts(),
    };
  }

  /** Finishes the changes under way and closes providers, store and timers. Evaluating goes on with the last flags. */
  close(): Promise<void> {
    if (this.#closing !== undefined) return this.#closing.catch(() => {}); // told to the first caller
    return (this.#closing = this.#close());
  }

  #assertStarting(cause?: unknown): void {
    if (this.#state === 'starting') return;
    if (cause instanceof NotRunningError) throw cause;
    throw new NotRunningError('The FlagManager was closed before it had started: let start() end first.', { cause });
  }

  #run(): void {
    this.#state = 'running';
    this.#missing.isCounting = true;
    this.parts.due.start();
  }

  async #close(): Promise<void> {
    this.#state = 'closed';
    this.#missing.isCounting = false;
    await this.parts.close();
  }

  /** @param entries what has changed, when it is no definition */
  #takeSnapshot(entries?: readonly AuditEntry[]): void {
    const { definitions, overrides, sharedSticky } = this.parts;
    const { snapshot } = this.#lookup;
    if (entries !== undefined && snapshot !== FlagSnapshot.EMPTY) {
      this.#lookup.snapshot = snapshot.withOverrides(entries.flatMap(overrideOf), overrides.set, this.#services);
      return;
    }
    this.#lookup.snapshot = snapshot.next(definitions.definitions, overrides.set, this.#services);
    if (sharedSticky !== undefined) this.#stickyUnits = stickyUnitsReader(definitions.definitions.flags.values());
  }

  /** Whether all that was read is in force, and the audit log is what was written. */
  get #isWhole(): boolean {
    const { source, definitions, replica } = this.parts;
    return !source.isUndelivered && definitions.misfits.length === 0 && !replica.health.isDamaged;
  }

  protected override explained(
    key: string,
    context: FlagContext | undefined,
    at: number | undefined,
  ): FoundExplanation {
    const given = context ?? this.#options.contextSource();
    const now = at ?? this.#options.clock.now();
    if (isFailedContext(given)) return { evaluation: contextFailedAnswer(key), steps: [], at: now };
    const asked = at === undefined ? given : contextAt(given, at);
    const found = this.#lookup.snapshot.explain(key, asked, { ...this.#services, now: () => now });
    return { ...found, at: readOr(() => timestampOf(asked), undefined) ?? now };
  }

  protected override find(key: string, context: FlagContext | undefined): FlagEvaluation | undefined {
    const asked = context ?? this.#options.contextSource();
    return isFailedContext(asked) ? contextFailedAnswer(key) : this.#lookup.evaluator(key)(asked);
  }

  protected override whyMissing(key: string): EvaluationReason {
    if (!this.#options.enabled) return EvaluationReason.Disabled;
    return this.parts.definitions.mayDefine(key) ? EvaluationReason.ProviderError : EvaluationReason.FlagNotFound;
  }

  protected override assertRunning(): void {
    if (this.#state === 'running') return;
    throw new NotRunningError(
      `The FlagManager is ${this.status().state}: it takes no changes. Await start(), or set "enabled" to true.`,
    );
  }
}

/** What can be read of a context, else `other`: what cannot be read is reported where a flag is evaluated. */
function readOr<T>(read: () => T, other: T): T {
  try {
    return read();
  } catch {
    return other;
  }
}

/** The override that an entry has changed, if it has changed one. */
function overrideOf({ action, before, after }: AuditEntry): FlagOverride[] {
  const override = after ?? before;
  return action.startsWith('override_') && override !== null ? [override as FlagOverride] : []; // the action says so
}
