import { deepFreeze } from '../../engine/json/plain-data.js';
import type { FlagSchedule } from '../../store/flag-schedule.js';
import { originOf, type ChangeOrigin } from '../changes/change-origin.js';
import type { ChangeWriter } from '../changes/change-writer.js';
import { InvalidScheduleError } from '../manager.errors.js';
import type { StoreReplica } from '../replica/store-replica.js';
import { compareSchedules } from './compare-schedules.js';
import { scheduleEnd } from './schedule-end.js';

export const MAX_PENDING = 1000;

/** The pending scheduled changes. */
export class ScheduleRegistry {
  readonly #replica: Pick<StoreReplica, 'state'>;
  readonly #writer: ChangeWriter;

  /** @param replica the replica of the store */
  constructor(replica: Pick<StoreReplica, 'state'>, writer: ChangeWriter) {
    this.#replica = replica;
    this.#writer = writer;
  }

  /**
   * The pending changes in the order in which they are due; those with the same time in the order in which they were
   * scheduled.
   */
  all(): readonly FlagSchedule[] {
    return [...this.#pending.values()].toSorted(compareSchedules);
  }

  get size(): number {
    return this.#pending.size;
  }

  /**
   * @returns the schedule as it was stored
   * @throws {InvalidScheduleError} (`INVALID_SCHEDULE`) when too many changes are pending
   */
  async add(schedule: FlagSchedule, origin: ChangeOrigin): Promise<FlagSchedule> {
    const [entry] = await this.#writer.commit(() => {
      if (this.#pending.size >= MAX_PENDING) {
        throw new InvalidScheduleError(`${MAX_PENDING} changes are already scheduled: cancel some first.`);
      }
      const { key } = schedule.change;
      return { records: [{ action: 'schedule_added', key, before: null, after: schedule, ...originOf(origin) }] };
    });
    return deepFreeze({ ...schedule, version: entry?.version });
  }

  /** Cancels a pending change; returns `false` if it is no longer pending. */
  async cancel(id: string, origin: ChangeOrigin): Promise<boolean> {
    const entries = await this.#writer.commit(() => {
      const schedule = this.#pending.get(id);
      return schedule && { records: [scheduleEnd('schedule_cancelled', schedule, originOf(origin))] };
    });
    return entries.length > 0;
  }

  get #pending(): ReadonlyMap<string, FlagSchedule> {
    return this.#replica.state.schedules;
  }
}
