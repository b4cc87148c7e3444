import { FeatureFlagsError } from '../../engine/flag.errors.js';
import type { AuditAction } from '../../store/audit-entry.js';
import type { FlagSchedule, ScheduledChange } from '../../store/flag-schedule.js';
import { StoreFailedError, StoreUnavailableError } from '../../store/store.errors.js';
import { ProviderFailedError, ProviderTimeoutError } from '../../providers/provider.errors.js';
import { originOf, type ChangeOrigin } from '../changes/change-origin.js';
import type { AuditRecord, Change, ChangeWriter } from '../changes/change-writer.js';
import type { DueWork } from '../changes/due-changes.js';
import { InvalidScheduleError } from '../manager.errors.js';

/** Plans a change as if it were made now. */
export type PlanChange = (
  change: ScheduledChange,
  origin: ChangeOrigin,
) => Change | undefined | Promise<Change | undefined>;

export interface ScheduleRegistryOptions {
  /** The scheduled changes that the store holds, by id. */
  readonly pending: () => ReadonlyMap<string, FlagSchedule>;
  readonly writer: ChangeWriter;
  readonly plan: PlanChange;
}

const MAX_PENDING = 1000;

/**
 * Changes that wait for their time. Each leaves the store in the same append that makes its change, so that it is made
 * once: whichever instance was faster, and wherever the other one was killed.
 */
export class ScheduleRegistry implements DueWork {
  readonly #options: ScheduleRegistryOptions;

  constructor(options: ScheduleRegistryOptions) {
    this.#options = options;
  }

  /** First those that are due first; of one instant, as they were scheduled. */
  all(): readonly FlagSchedule[] {
    return [...this.#options.pending().values()].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  }

  /** @throws {InvalidScheduleError} (`INVALID_SCHEDULE`) when too many changes are waiting */
  async add(schedule: FlagSchedule, origin: ChangeOrigin): Promise<void> {
    await this.#options.writer.commit(() => {
      if (this.#options.pending().size >= MAX_PENDING) {
        throw new InvalidScheduleError(`${MAX_PENDING} changes are scheduled already: cancel some first.`);
      }
      const { key } = schedule.change;
      return { records: [{ action: 'schedule_added', key, before: null, after: schedule, ...originOf(origin) }] };
    });
  }

  /** `false` when it was not waiting any more. */
  async cancel(id: string, origin: ChangeOrigin): Promise<boolean> {
    const entries = await this.#options.writer.commit(() => {
      const schedule = this.#options.pending().get(id);
      return schedule && { records: [ended('schedule_cancelled', schedule, originOf(origin))] };
    });
    return entries.length > 0;
  }

  nextDue(): number | undefined {
    const [next] = this.all();
    return next && Date.parse(next.at);
  }

  /** Makes what is due, in order; what cannot be made is recorded as failed, and holds up nothing. */
  async runDue(now: number): Promise<void> {
    const failures: unknown[] = [];
    for (const { id } of this.all().filter(({ at }) => Date.parse(at) <= now)) {
      try {
        await this.#options.writer.commit(async () => {
          const schedule = this.#options.pending().get(id);
          return schedule && (await this.#changeOf(schedule, now)); // absent when another instance was faster
        });
      } catch (error) {
        if (error instanceof StoreUnavailableError || error instanceof StoreFailedError) throw error;
        failures.push(error); // such as a provider that is away, which the next one may not need
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  async #changeOf(schedule: FlagSchedule, now: number): Promise<Change> {
    const { change, at, dropAfter, actor, reason } = schedule;
    const by = originOf({ actor, reason, origin: 'schedule' });
    if (dropAfter !== undefined && now > Date.parse(at) + dropAfter) {
      const why = `it could not be made within ${dropAfter} ms after it was due`;
      return { records: [ended('schedule_dropped', schedule, { ...by, reason: why })] };
    }
    try {
      const made = await this.#options.plan(change, { actor, reason, origin: 'schedule' });
      return { ...made, records: [ended('schedule_carried_out', schedule, by), ...(made?.records ?? [])] };
    } catch (error) {
      if (!(error instanceof FeatureFlagsError) || isOutage(error)) throw error;
      const why = error.message.slice(0, MAX_REASON);
      return { records: [ended('schedule_failed', schedule, { ...by, reason: why })] };
    }
  }
}

const MAX_REASON = 1000;
const OUTAGES = [StoreUnavailableError, StoreFailedError, ProviderFailedError, ProviderTimeoutError] as const;

/** It can be tried again. */
function isOutage(error: FeatureFlagsError): boolean {
  return OUTAGES.some((outage) => error instanceof outage);
}

function ended(
  action: AuditAction,
  schedule: FlagSchedule,
  origin: Pick<AuditRecord, 'actor' | 'reason' | 'origin'>,
): AuditRecord {
  return { action, key: schedule.change.key, before: schedule, after: null, ...origin };
}
