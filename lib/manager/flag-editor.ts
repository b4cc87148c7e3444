import type { FlagOverride } from '../engine/flag-override.js';
import type { Flag, FlagDefinition } from '../engine/flag.js';
import { assertFlagKey } from '../engine/flag-key.js';
import type { FlagKey } from '../engine/typed-flags.js';
import { parseFlag } from '../engine/parse/parse-flag.js';
import { parseSegment } from '../engine/targeting/schema/parse-segment.js';
import type { Segment, SegmentDefinition } from '../engine/targeting/segment.js';
import type { AuditEntry } from '../store/audit-entry.js';
import type { FlagSchedule } from '../store/flag-schedule.js';
import { originOptions, type ChangeOrigin } from './changes/change-origin.js';
import type { ChangeCommand } from './changes/change-command.js';
import { flagKind, segmentKind, type DefinitionKind, type DefinitionName } from './definitions/definition-kind.js';
import type { EditedParts, RunningCheck } from './edited-parts.js';
import {
  clearOptions,
  editOptions,
  scheduleIdOption,
  type ClearOverrideOptions,
  type EditOptions,
  type OverrideTargetArguments,
} from './edit-options.js';
import {
  overrideOptions,
  targetOf,
  targetOptions,
  type OverrideOptions,
  type OverrideRequest,
} from './overrides/new-override.js';
import { newSchedule, type ScheduleOptions, type ScheduleRequest } from './schedules/new-schedule.js';

/** All ways to change what flags answer. Each change is checked, stored, audited, put in force and announced. */
export class FlagEditor {
  readonly #parts: EditedParts;
  readonly #lifecycle: RunningCheck;

  constructor(parts: EditedParts, lifecycle: RunningCheck) {
    this.#parts = parts;
    this.#lifecycle = lifecycle;
  }

  /** All flag definitions in force, by key; a copy, which later changes do not reach. */
  getFlags(): ReadonlyMap<string, Flag> {
    return new Map(this.#parts.definitions.definitions.flags);
  }

  /** All segments in force, by key; a copy, which later changes do not reach. */
  getSegments(): ReadonlyMap<string, Segment> {
    return new Map(this.#parts.definitions.definitions.segments);
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
   * Outranks a flag's definition at once, for every way of asking. A key that no definition knows may come before its
   * flag, but the log warns of it: a misspelt kill switch switches nothing off.
   *
   * @param serve `true`, `false`, the name of a variant, `{ variant }` or `{ value }`
   * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) when the flag has no such variant, or the time is over already
   * @throws {InvalidFlagKeyError} (`INVALID_FLAG_KEY`) when the key is not legal
   * @throws {UnknownFlagError} (`UNKNOWN_FLAG`) with `unknownFlags: 'error'`, when no definition knows the key
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when actor, reason or origin is no text or too long
   * @throws {NotRunningError} (`NOT_RUNNING`), {@link StoreUnavailableError}, {@link StoreFailedError}
   */
  setOverride<K extends FlagKey>(key: K, serve: OverrideRequest<K>, given?: OverrideOptions): Promise<void>;
  async setOverride(key: FlagKey, serve: OverrideRequest, given: OverrideOptions = {}): Promise<void> {
    assertFlagKey(key);
    const options = overrideOptions.read(given);
    const { unit, unitBy, expiresAt } = options;
    await this.#make({ type: 'set_override', key, serve, unit, unitBy, expiresAt }, options);
    this.#parts.unknownFlags.note(key, 'is overridden');
  }

  /**
   * Takes an override back; `false` when there was none. Without `unit` the one for everybody, else the one that was set for
   * the same `unit` and `unitBy`.
   *
   * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) when `unit` or `unitBy` cannot be those of an override
   */
  async clearOverride(key: FlagKey, given: ClearOverrideOptions = {}): Promise<boolean> {
    assertFlagKey(key);
    const options = clearOptions.read(given);
    const { unit, unitBy } = options;
    const entries = await this.#make({ type: 'clear_override', key, unit, unitBy }, options);
    return entries.length > 0;
  }

  /**
   * The override of a flag: for everybody, for one user (`unit`), or for one value of an attribute (`unit` and `unitBy`).
   *
   * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) when `unit` or `unitBy` cannot be those of an override
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when `unit` or `unitBy` is given as `undefined`
   */
  getOverride(key: FlagKey, ...given: OverrideTargetArguments): FlagOverride | undefined {
    assertFlagKey(key);
    const named = Object.fromEntries(given.slice(0, 2).map((value, index) => [index === 0 ? 'unit' : 'unitBy', value]));
    return this.#parts.overrides.set.get(key, targetOf(targetOptions.read(named)));
  }

  /** All overrides in force. */
  getOverrides(): readonly FlagOverride[] {
    return this.#parts.overrides.set.all();
  }

  /**
   * Stores a definition: in the `store`, else in the first writable provider.
   *
   * @param options.expectedVersion the `version` that was edited; 0 when the flag must not exist yet
   * @returns the flag with its new version
   * @throws {VersionConflictError} (`VERSION_CONFLICT`) when somebody was faster; `changedBy` tells who
   * @throws {InvalidFlagError} (`INVALID_FLAG`), {@link ReadOnlyError}, {@link StoreUnavailableError}
   */
  async saveFlag(key: FlagKey, definition: FlagDefinition, options: EditOptions = {}): Promise<Flag> {
    return await this.#save(flagKind, parseFlag(key, definition), options);
  }

  /**
   * Deletes a definition where {@link saveFlag} stores it; throws likewise. What another source defines by the same key,
   * such as `initialFlags`, is in force then: to turn a flag off, {@link disable} it.
   *
   * @returns `false` when nothing was stored there, so that nothing has changed
   */
  async deleteFlag(key: FlagKey, options: EditOptions = {}): Promise<boolean> {
    return await this.#delete('flag', key, options);
  }

  /** Stores a segment, as {@link saveFlag} does a flag. */
  async saveSegment(key: string, definition: SegmentDefinition, options: EditOptions = {}): Promise<Segment> {
    return await this.#save(segmentKind, parseSegment(key, definition), options);
  }

  /** Deletes a segment, as {@link deleteFlag} does a flag; throws as well while a flag refers to it. */
  async deleteSegment(key: string, options: EditOptions = {}): Promise<boolean> {
    return await this.#delete('segment', key, options);
  }

  /**
   * Makes a change later, on one of all instances that share the store, once. It needs an instance that is running then.
   *
   * @param request what the method of the same name takes, with its `type`
   * @param at a `Date`, or ISO 8601 with an offset
   * @throws {InvalidScheduleError} (`INVALID_SCHEDULE`) when it cannot be scheduled, or when 1,000 changes are waiting
   * @throws {InvalidFlagError}, {@link InvalidOverrideError}, {@link InvalidOptionsError} for what the change holds
   * @throws {NotRunningError} (`NOT_RUNNING`), {@link StoreUnavailableError}, {@link StoreFailedError}
   * @example
   * await flags.schedule({ type: 'set_override', key: 'sale', serve: true }, '2026-11-27T00:00:00+01:00');
   */
  async schedule(request: ScheduleRequest, at: Date | string, options: ScheduleOptions = {}): Promise<FlagSchedule> {
    const { schedules, unknownFlags, clock } = this.#parts;
    const schedule = newSchedule(request, at, options, clock.now());
    this.#lifecycle.assertRunning();
    const { change, actor, reason } = schedule;
    const added = await schedules.add(schedule, { actor, reason });
    if (change.type === 'set_override') unknownFlags.note(change.key, 'is to be overridden later'); // which may yet come
    return added;
  }

  /** The changes that wait for their time, those that are due first in front. */
  getSchedules(): readonly FlagSchedule[] {
    return this.#parts.schedules.all();
  }

  /** Takes a scheduled change back; `false` when it is not waiting any more. */
  async cancelSchedule(id: string, options: ChangeOrigin = {}): Promise<boolean> {
    const origin = originOptions.read(options);
    scheduleIdOption(id, 'The id of a schedule');
    this.#lifecycle.assertRunning();
    return await this.#parts.schedules.cancel(id, origin);
  }

  async #save<D extends Flag | Segment>(kind: DefinitionKind<D>, definition: D, given: EditOptions): Promise<D> {
    const options = editOptions.read(given);
    const { key } = definition;
    const { expectedVersion } = options;
    const command = { type: 'save_definition', kind: kind.name, key, definition, expectedVersion } as const;
    const [entry] = await this.#make(command, options);
    return entry === undefined || entry.after === null ? definition : kind.parse(key, entry.after);
  }

  async #delete(kind: DefinitionName, key: string, given: EditOptions): Promise<boolean> {
    assertFlagKey(key);
    const options = editOptions.read(given);
    const { expectedVersion } = options;
    const entries = await this.#make({ type: 'delete_definition', kind, key, expectedVersion }, options);
    return entries.length > 0;
  }

  /** @returns the audit entries of the change; none when there was nothing to do */
  async #make(command: ChangeCommand, origin: ChangeOrigin): Promise<readonly AuditEntry[]> {
    this.#lifecycle.assertRunning();
    const { planner, writer, clock } = this.#parts;
    const now = clock.now(); // an override that ends while the change waits for its turn was asked for in time
    return await writer.commit(() => planner.plan(command, origin, now));
  }
}
