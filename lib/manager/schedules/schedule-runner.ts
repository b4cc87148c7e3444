import { topicLogger } from '../topic-logger.js';
import { messageOf } from '../../internal/message-of.js';
import { FeatureFlagsError } from '../../internal/feature-flags.error.js';
import { ProviderFailedError, ProviderTimeoutError } from '../../providers/provider.errors.js';
import type { AuditAction } from '../../store/audit/audit-actions.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { FlagSchedule } from '../../store/flag-schedule.js';
import { StoreFailedError, StoreUnavailableError } from '../../store/store.errors.js';
import type { Change } from '../changes/change.js';
import { originOf } from '../changes/change-origin.js';
import type { ChangePlanner } from '../changes/change-planner.js';
import type { ChangeWriter } from '../changes/change-writer.js';
import type { DueItem } from '../changes/due-queue.js';
import type { ScheduledTask } from '../changes/scheduled-tasks.js';
import type { FlagLogger } from '../flag-logger.js';
import type { StoreReplica } from '../replica/store-replica.js';
import { compareSchedules } from './compare-schedules.js';
import { scheduleEnd } from './schedule-end.js';
import { changedDefinition, scheduledCommand } from './scheduled-command.js';

export interface ScheduleRunnerParts {
  /** The replica of the store. */
  readonly replica: Pick<StoreReplica, 'state'>;
  readonly writer: ChangeWriter;
  readonly planner: ChangePlanner;
  readonly logger: Pick<FlagLogger, 'warn'>;
}

/**
 * Makes scheduled changes when they are due. A schedule is removed in the same append that makes its change, so that it
 * is made exactly once, even if several instances run it or one is killed.
 */
export class ScheduleRunner implements ScheduledTask {
  readonly #parts: ScheduleRunnerParts;

  constructor(parts: ScheduleRunnerParts) {
    this.#parts = parts;
  }

  next(): DueItem<FlagSchedule> | undefined {
    return this.#parts.replica.state.dueSchedules.first;
  }

  /**
   * Makes the due changes, in order. A change that cannot be made is recorded as failed; one that is retried delays
   * only later changes of the same flag or segment. Ends early if this instance learns of an earlier change meanwhile,
   * with which the next run begins.
   */
  async run(now: number): Promise<void> {
    const due = this.#parts.replica.state.dueSchedules.due(now).toSorted(compareSchedules);
    const known = new Set(due.map(({ id }) => id));
    const failures = new Map<string, unknown>();
    for (const schedule of due) {
      const changed = changedDefinition(schedule.change);
      if (failures.has(changed)) continue; // otherwise the retried change would undo this one
      try {
        if (!(await this.#make(schedule, now, known))) break;
      } catch (error) {
        if (error instanceof StoreUnavailableError || error instanceof StoreFailedError) throw error;
        failures.set(changed, error); // such as an outage of a provider that the next change may not need
      }
    }
    for (const failure of failures.values()) throw failure;
  }

  /**
   * Makes a change, unless another instance was faster.
   *
   * @param known the ids of the changes that are made in this run
   * @returns `false` if an earlier one has to be made first
   */
  async #make({ id, at }: FlagSchedule, now: number, known: ReadonlySet<string>): Promise<boolean> {
    const { replica, writer } = this.#parts;
    let isNext = true;
    const [entry] = await writer.commit(async () => {
      const { first } = replica.state.dueSchedules; // newer than the run if the store has rejected the previous attempt
      isNext = first === undefined || known.has(first.item.id) || first.at >= Date.parse(at);
      const schedule = isNext ? replica.state.schedules.get(id) : undefined;
      return schedule && (await this.#plan(schedule, now)); // absent if another instance was faster
    });
    if (entry !== undefined) this.#warnUnlessMade(id, entry);
    return isNext;
  }

  async #plan(schedule: FlagSchedule, now: number): Promise<Change> {
    const { change, at, dropAfter, actor, reason } = schedule;
    const by = originOf({ actor, reason, origin: 'schedule' });
    if (dropAfter !== undefined && now > Date.parse(at) + dropAfter) {
      const why = `it could not be made within ${dropAfter} ms after it was due`;
      return { records: [scheduleEnd('schedule_dropped', schedule, { ...by, reason: why })] };
    }
    try {
      const planned = await this.#parts.planner.plan(scheduledCommand(change), by, now);
      const end = scheduleEnd('schedule_carried_out', schedule, by);
      return { ...planned, records: [end, ...(planned?.records ?? [])] };
    } catch (error) {
      if (!(error instanceof FeatureFlagsError) || isOutage(error)) throw error;
      const why = messageOf(error).slice(0, MAX_REASON);
      return { records: [scheduleEnd('schedule_failed', schedule, { ...by, reason: why })] };
    }
  }

  /** Warns if a scheduled change was not made, because no caller waits for its outcome. */
  #warnUnlessMade(id: string, { key, action, reason }: AuditEntry): void {
    const outcome = NOT_MADE[action];
    if (outcome === undefined) return;
    topicLogger(this.#parts.logger, 'scheduled-change-not-made').warn(
      `The scheduled change ${id} of "${key}" ${outcome} and was not made: ${reason}`,
    );
  }
}

const MAX_REASON = 1000;
const NOT_MADE: { readonly [Action in AuditAction]?: string } = {
  schedule_failed: 'has failed',
  schedule_dropped: 'was dropped',
};
const OUTAGES = [StoreUnavailableError, StoreFailedError, ProviderFailedError, ProviderTimeoutError] as const;

/** Whether a change that failed with this error can be retried. */
function isOutage(error: FeatureFlagsError): boolean {
  return OUTAGES.some((outage) => error instanceof outage);
}
