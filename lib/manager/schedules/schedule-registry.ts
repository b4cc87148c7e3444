import { deepFreeze } from '../../engine/json/plain-data.js';
import { FeatureFlagsError } from '../../internal/feature-flags.error.js';
import type { AuditAction, AuditActionOf } from '../../store/audit/audit-actions.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { FlagSchedule, ScheduledChange } from '../../store/flag-schedule.js';
import { StoreFailedError, StoreUnavailableError } from '../../store/store.errors.js';
import { ProviderFailedError, ProviderTimeoutError } from '../../providers/provider.errors.js';
import { originOf, type ChangeOrigin } from '../changes/change-origin.js';
import type { AuditRecord, Change, ChangeWriter } from '../changes/change-writer.js';
import type { DueWork } from '../changes/due-changes.js';
import type { DueQueue } from '../changes/due-queue.js';
import type { FlagLogger } from '../flag-logger.js';
import { InvalidScheduleError } from '../manager.errors.js';

/** Plans a change as if it were made at `now`, in milliseconds since 1970. */
export type PlanChange = (
  change: ScheduledChange,
  origin: ChangeOrigin,
  now: number,
) => Change | undefined | Promise<Change | undefined>;

export interface ScheduleRegistryOptions {
  /** The scheduled changes that the store holds, by id. */
  readonly pending: () => ReadonlyMap<string, FlagSchedule>;
  /** The same by the time at which they are due. */
  readonly queue: () => DueQueue<FlagSchedule>;
  readonly writer: ChangeWriter;
  readonly plan: PlanChange;
  readonly logger: Pick<FlagLogger, 'warn'>;
}

/** Of one instant, as they were scheduled. */
function compareDue(a: FlagSchedule, b: FlagSchedule): number {
  return Date.parse(a.at) - Date.parse(b.at) || (a.version ?? 0) - (b.version ?? 0);
}

export const MAX_PENDING = 1000;

/**
 * Changes that wait for their time. Each leaves the store in the same append that makes its change, so that it is made
 * once: whichever instance was faster, and wherever the other one was killed.
 */
export class ScheduleRegistry implements DueWork {
  readonly #options: ScheduleRegistryOptions;

  constructor(options: ScheduleRegistryOptions) {
    this.#options = options;
  }

  /** First those that are due first; of one instant, as they were scheduled: a store gives them in any order. */
  all(): readonly FlagSchedule[] {
    return [...this.#options.pending().values()].toSorted(compareDue);
  }

  get size(): number {
    return this.#options.pending().size;
  }

  /**
   * @returns the schedule as it is kept
   * @throws {InvalidScheduleError} (`INVALID_SCHEDULE`) when too many changes are waiting
   */
  async add(schedule: FlagSchedule, origin: ChangeOrigin): Promise<FlagSchedule> {
    const [entry] = await this.#options.writer.commit(() => {
      if (this.#options.pending().size >= MAX_PENDING) {
        throw new InvalidScheduleError(`${MAX_PENDING} changes are scheduled already: cancel some first.`);
      }
      const { key } = schedule.change;
      return { records: [{ action: 'schedule_added', key, before: null, after: schedule, ...originOf(origin) }] };
    });
    return deepFreeze({ ...schedule, version: entry?.version });
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
    return this.#options.queue().first?.at;
  }

  firstDue(): FlagSchedule | undefined {
    return this.#options.queue().first?.item;
  }

  /**
   * Makes what is due, in order. What cannot be made is recorded as failed; what is to be tried again holds up the later
   * changes of the same flag or segment, and no others.
   */
  async runDue(now: number): Promise<void> {
    const failures = new Map<string, unknown>();
    for (const { id, change } of this.#options.queue().due(now).toSorted(compareDue)) {
      const target = targetOf(change);
      if (failures.has(target)) continue; // made first, it would be undone by the one that is tried again
      try {
        const entries = await this.#options.writer.commit(async () => {
          const schedule = this.#options.pending().get(id);
          return schedule && (await this.#changeOf(schedule, now)); // absent when another instance was faster
        });
        this.#warn(id, entries[0]);
      } catch (error) {
        if (error instanceof StoreUnavailableError || error instanceof StoreFailedError) throw error;
        failures.set(target, error); // such as a provider that is away, which the next one may not need
      }
    }
    for (const failure of failures.values()) throw failure;
  }

  /** Nobody waits for the outcome: whoever counts on the change has to be told by the log that it was not made. */
  #warn(id: string, entry: AuditEntry | undefined): void {
    if (entry === undefined) return;
    const { key, action, reason } = entry;
    const outcome = NOT_MADE[action];
    if (outcome === undefined) return;
    this.#options.logger.warn(`The scheduled change ${id} of "${key}" ${outcome} and is not made: ${reason}`);
  }

  async #changeOf(schedule: FlagSchedule, now: number): Promise<Change> {
    const { change, at, dropAfter, actor, reason } = schedule;
    const by = originOf({ actor, reason, origin: 'schedule' });
    if (dropAfter !== undefined && now > Date.parse(at) + dropAfter) {
      const why = `it could not be made within ${dropAfter} ms after it was due`;
      return { records: [ended('schedule_dropped', schedule, { ...by, reason: why })] };
    }
    try {
      const made = await this.#options.plan(change, { actor, reason, origin: 'schedule' }, now);
      return { ...made, records: [ended('schedule_carried_out', schedule, by), ...(made?.records ?? [])] };
    } catch (error) {
      if (!(error instanceof FeatureFlagsError) || isOutage(error)) throw error;
      const why = error.message.slice(0, MAX_REASON);
      return { records: [ended('schedule_failed', schedule, { ...by, reason: why })] };
    }
  }
}

const MAX_REASON = 1000;
const NOT_MADE: { readonly [Action in AuditAction]?: string } = {
  schedule_failed: 'has failed',
  schedule_dropped: 'was dropped',
};
const OUTAGES = [StoreUnavailableError, StoreFailedError, ProviderFailedError, ProviderTimeoutError] as const;

/** What is changed: a flag, its overrides included, or a segment, which may have the same key. */
function targetOf({ type, key }: ScheduledChange): string {
  return `${type.endsWith('_segment') ? 'segment' : 'flag'} ${key}`;
}

/** It can be tried again. */
function isOutage(error: FeatureFlagsError): boolean {
  return OUTAGES.some((outage) => error instanceof outage);
}

function ended(
  action: AuditActionOf<'schedule'>,
  schedule: FlagSchedule,
  origin: Pick<AuditRecord, 'actor' | 'reason' | 'origin'>,
): AuditRecord {
  return { action, key: schedule.change.key, before: schedule, after: null, ...origin };
}
