import type { FlagSchedule } from '../store/flag-schedule.js';
import { originOptions, type ChangeOrigin } from './changes/change-origin.js';
import type { RunningCheck } from './changes/command-execution.js';
import type { RequestActor } from './changes/request-actor.js';
import type { Clock } from './clock.js';
import { scheduleIdOption } from './edit-options.js';
import type { UnknownFlags } from './overrides/unknown-flags.js';
import { newSchedule, type ScheduleOptions, type ScheduleRequest } from './schedules/new-schedule.js';
import type { ScheduleRegistry } from './schedules/schedule-registry.js';

export interface ScheduleEditorParts {
  readonly schedules: ScheduleRegistry;
  readonly unknownFlags: UnknownFlags;
  readonly clock: Pick<Clock, 'now'>;
}

/** Schedules changes, and cancels pending ones. */
export class ScheduleEditor {
  readonly #parts: ScheduleEditorParts;
  readonly #lifecycle: RunningCheck;
  readonly #actor: RequestActor;

  constructor(parts: ScheduleEditorParts, lifecycle: RunningCheck, actor: RequestActor) {
    this.#parts = parts;
    this.#lifecycle = lifecycle;
    this.#actor = actor;
  }

  /**
   * Schedules a change. When it is due, one of the running instances that share the store makes it, exactly once.
   *
   * @param request the arguments of the method that its `type` names
   * @param at a `Date`, or ISO 8601 with an offset
   * @throws {InvalidScheduleError} (`INVALID_SCHEDULE`) when the change or its time is invalid, or when 1,000 changes
   *   are already pending
   * @throws {InvalidFlagError}, {@link InvalidOverrideError}, {@link InvalidOptionsError} when the content of the
   *   change is invalid
   * @throws {NotRunningError} (`NOT_RUNNING`), {@link StoreUnavailableError}, {@link StoreFailedError}
   * @example
   * await flags.schedule({ type: 'set_override', key: 'sale', serve: true }, '2026-11-27T00:00:00+01:00');
   */
  async schedule(request: ScheduleRequest, at: Date | string, options: ScheduleOptions = {}): Promise<FlagSchedule> {
    const { schedules, unknownFlags, clock } = this.#parts;
    const schedule = newSchedule(request, at, options, clock.now(), this.#actor);
    this.#lifecycle.assertRunning();
    const { change, actor, reason } = schedule;
    const added = await schedules.add(schedule, { actor, reason });
    if (change.type === 'set_override') unknownFlags.note(change.key, 'has a scheduled override'); // a warning only, because the flag may be defined by then
    return added;
  }

  /** The pending changes, in the order in which they are due. */
  getSchedules(): readonly FlagSchedule[] {
    return this.#parts.schedules.all();
  }

  /** Cancels a scheduled change; returns `false` if it is no longer pending. */
  async cancelSchedule(id: string, options: ChangeOrigin = {}): Promise<boolean> {
    const origin = this.#actor.complete(originOptions.read(options));
    scheduleIdOption(id, 'The id of a schedule');
    this.#lifecycle.assertRunning();
    return await this.#parts.schedules.cancel(id, origin);
  }
}
