import type { Observable } from 'rxjs';
import type { Explanation } from '../engine/explanation.js';
import type { FlagContext } from '../engine/flag-context.js';
import type { FlagEvaluation } from '../engine/flag-evaluation.js';
import type { FlagKey, FlagVariantOf } from '../engine/typed-flags.js';
import type { FlagOverride } from '../engine/flag-override.js';
import type { Flag, FlagDefinition } from '../engine/flag.js';
import type { Segment, SegmentDefinition } from '../engine/targeting/segment.js';
import type { AuditEntry, AuditFilter, AuditPage } from '../store/audit-entry.js';
import type { AuditVerification } from '../store/audit/audit-problem.js';
import type { FlagUsageReport } from '../store/usage/flag-usage.js';
import type { FlagSchedule } from '../store/flag-schedule.js';
import type { ChangeOrigin } from './changes/change-origin.js';
import { composeManager, type ManagerComponents } from './compose-manager.js';
import type { DefinitionEdit, DefinitionEditResults } from './definition-edits.js';
import type { ClearOverrideOptions, EditOptions, OverrideTargetArguments } from './edit-options.js';
import type { TrackingDetails } from './exposure/tracking-details.js';
import type { FlagManagerStatus } from './flag-manager.status.js';
import { addComponents } from './manager-components.js';
import type { ManagerInterface } from './manager-interface.js';
import type { FlagManagerOptions } from './options/flag-manager.options.js';
import { resolveManagerOptions } from './options/resolve-manager-options.js';
import type { OverrideOptions, OverrideRequest } from './overrides/new-override.js';
import type { FlagEvaluationsByKey } from './reading/evaluations-by-key.js';
import type { FlagHandle } from './reading/flag-handle.js';
import type { DefaultValue, ValueAnswer, VariantAnswer } from './reading/matches-default.js';
import type { ExplainOptions, SnapshotReader } from './reading/snapshot-reader.js';
import type { StoreRestoration } from './replica/store-restoration.js';
import type { ScheduleOptions, ScheduleRequest } from './schedules/new-schedule.js';
import type { ManagerHooks } from './scope/manager-hooks.js';

/**
 * Evaluates flags and changes them. Evaluations are synchronous, do no I/O and never throw. Changes return a promise
 * that is fulfilled when the change is stored, audited and in force.
 *
 * @example
 * const flags = await FlagManager.create({ initialFlags: { new_checkout: true } });
 * flags.isEnabled('new_checkout', { userId: 'user-42' });
 */
export class FlagManager implements ManagerInterface {
  readonly #reader: SnapshotReader;
  readonly #components: ManagerComponents;

  /** Emits every change from now on, in order. Errors of a subscriber are logged and do not affect others. */
  readonly changes$: Observable<AuditEntry>;

  /** Creates and starts a manager. It throws the errors of {@link FlagManager.start}. */
  static create(options?: FlagManagerOptions): Promise<FlagManager>;
  /** @internal */
  static create(options: FlagManagerOptions | undefined, hooks: ManagerHooks): Promise<FlagManager>;
  static async create(options?: FlagManagerOptions, hooks: ManagerHooks = {}): Promise<FlagManager> {
    const manager = new FlagManager(options, hooks);
    await manager.start();
    return manager;
  }

  /**
   * Creates a manager that returns defaults until it is started.
   *
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the invalid option
   * @throws {InvalidFlagError} (`INVALID_FLAG`) when the definition of an initial flag is invalid
   */
  constructor(options?: FlagManagerOptions);
  /** @internal */
  constructor(options: FlagManagerOptions | undefined, hooks: ManagerHooks);
  constructor(options: FlagManagerOptions = {}, hooks: ManagerHooks = {}) {
    this.#components = composeManager(resolveManagerOptions(options), hooks);
    this.#reader = this.#components.reader;
    addComponents(this, this.#components);
    this.changes$ = this.#components.parts.stream.changes$;
  }

  start(): Promise<void> {
    return this.#components.lifecycle.start();
  }
  close(): Promise<void> {
    return this.#components.lifecycle.close();
  }
  refresh(): Promise<void> {
    return this.#components.lifecycle.refresh();
  }

  runWith<T>(context: FlagContext, work: () => T): T {
    return this.#components.runner.runWith(context, work);
  }
  prepare(context: FlagContext): Promise<void> {
    return this.#components.preparation.prepare(context);
  }

  /** Returns the manager's current status, for health checks and dashboards; later changes do not alter the result. */
  status(): FlagManagerStatus {
    return this.#components.status();
  }

  isEnabled(key: FlagKey, context?: FlagContext, defaultEnabled?: boolean): boolean {
    return this.#reader.isEnabled(key, context, defaultEnabled);
  }
  getVariant<V extends FlagVariantOf<K> & string, K extends FlagKey = FlagKey>(
    key: K,
    defaultVariant: V,
    context?: FlagContext,
  ): VariantAnswer<K, V>;
  getVariant<V extends FlagVariantOf<K> & string, K extends FlagKey = FlagKey>(
    key: K,
    defaultVariant?: V,
    context?: FlagContext,
  ): VariantAnswer<K, V> | undefined;
  getVariant(key: FlagKey, defaultVariant?: string, context?: FlagContext): string | undefined {
    return this.#reader.getVariant(key, defaultVariant, context);
  }
  getValue<T, K extends FlagKey = FlagKey>(
    key: K,
    defaultValue: DefaultValue<K, T>,
    context?: FlagContext,
  ): ValueAnswer<K, T> {
    return this.#reader.getValue<T, K>(key, defaultValue, context);
  }
  evaluate(key: FlagKey, context?: FlagContext): FlagEvaluation {
    return this.#reader.evaluate(key, context);
  }
  evaluateValue<T, K extends FlagKey = FlagKey>(
    key: K,
    defaultValue: DefaultValue<K, T>,
    context?: FlagContext,
  ): FlagEvaluation<ValueAnswer<K, T>> {
    return this.#reader.evaluateValue<T, K>(key, defaultValue, context);
  }
  decision(key: FlagKey, context?: FlagContext): FlagEvaluation | undefined {
    return this.#reader.decision(key, context);
  }
  evaluateAll(context?: FlagContext): readonly FlagEvaluation[] {
    return this.#reader.evaluateAll(context);
  }
  evaluateAllByKey(context?: FlagContext): FlagEvaluationsByKey {
    return this.#reader.evaluateAllByKey(context);
  }
  explain(key: FlagKey, context?: FlagContext, options?: ExplainOptions): Explanation {
    return this.#reader.explain(key, context, options);
  }
  handle<K extends FlagKey>(key: K): FlagHandle<K> {
    return this.#reader.handle(key);
  }
  track(event: string, context?: FlagContext, details?: number | TrackingDetails): void {
    this.#components.tracking.track(event, context, details);
  }
  flushEvents(): Promise<void> {
    return this.#components.tracking.flushEvents();
  }

  getFlags(): ReadonlyMap<string, Flag> {
    return this.#components.definitions.getFlags();
  }
  getSegments(): ReadonlyMap<string, Segment> {
    return this.#components.definitions.getSegments();
  }
  enable(key: FlagKey, options?: OverrideOptions): Promise<void> {
    return this.#components.overrides.enable(key, options);
  }
  disable(key: FlagKey, options?: OverrideOptions): Promise<void> {
    return this.#components.overrides.disable(key, options);
  }
  setOverride<K extends FlagKey>(key: K, serve: OverrideRequest<K>, options?: OverrideOptions): Promise<void> {
    return this.#components.overrides.setOverride(key, serve, options);
  }
  clearOverride(key: FlagKey, options?: ClearOverrideOptions): Promise<boolean> {
    return this.#components.overrides.clearOverride(key, options);
  }
  getOverride(key: FlagKey, ...target: OverrideTargetArguments): FlagOverride | undefined {
    return this.#components.overrides.getOverride(key, ...target);
  }
  getOverrides(): readonly FlagOverride[] {
    return this.#components.overrides.getOverrides();
  }
  saveFlag(key: FlagKey, definition: FlagDefinition, options?: EditOptions): Promise<Flag> {
    return this.#components.definitions.saveFlag(key, definition, options);
  }
  deleteFlag(key: FlagKey, options?: EditOptions): Promise<boolean> {
    return this.#components.definitions.deleteFlag(key, options);
  }
  saveSegment(key: string, definition: SegmentDefinition, options?: EditOptions): Promise<Segment> {
    return this.#components.definitions.saveSegment(key, definition, options);
  }
  deleteSegment(key: string, options?: EditOptions): Promise<boolean> {
    return this.#components.definitions.deleteSegment(key, options);
  }
  saveAll<const Edits extends readonly DefinitionEdit[]>(
    edits: Edits,
    options?: ChangeOrigin,
  ): Promise<DefinitionEditResults<Edits>> {
    return this.#components.definitions.saveAll(edits, options);
  }
  schedule(request: ScheduleRequest, at: Date | string, options?: ScheduleOptions): Promise<FlagSchedule> {
    return this.#components.schedules.schedule(request, at, options);
  }
  getSchedules(): readonly FlagSchedule[] {
    return this.#components.schedules.getSchedules();
  }
  cancelSchedule(id: string, options?: ChangeOrigin): Promise<boolean> {
    return this.#components.schedules.cancelSchedule(id, options);
  }

  getAuditLog(filter?: AuditFilter): Promise<AuditPage> {
    return this.#components.store.getAuditLog(filter);
  }
  exportAuditLog(filter?: Omit<AuditFilter, 'limit'>): AsyncGenerator<string, void, undefined> {
    return this.#components.store.exportAuditLog(filter);
  }
  verifyAuditLog(): Promise<AuditVerification> {
    return this.#components.store.verifyAuditLog();
  }
  getUsage(): Promise<FlagUsageReport> {
    return this.#components.usage.getUsage();
  }
  restoreStore(origin?: ChangeOrigin): Promise<StoreRestoration> {
    return this.#components.store.restoreStore(origin);
  }
  acceptStore(origin?: ChangeOrigin): Promise<void> {
    return this.#components.store.acceptStore(origin);
  }
}
