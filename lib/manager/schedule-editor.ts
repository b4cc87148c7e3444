import type { FlagSchedule } from '../store/flag-schedule.js';
import { originOptions, type ChangeOrigin } from './changes/change-origin.js';
import type { RunningCheck } from './changes/command-execution.js';
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

/** Schedules changes, and cancels those that are pending. */
export class ScheduleEditor {
  readonly #parts: ScheduleEditorParts;
  readonly #lifecycle: RunningCheck;

  constructor(parts: ScheduleEditorParts, lifecycle: RunningCheck) {
    this.#parts = parts;
    this.#lifecycle = lifecycle;
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
}
