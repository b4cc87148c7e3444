import { randomUUID } from 'node:crypto';
import { milliseconds, type Duration } from '../../internal/duration.js';
import { durationOption } from '../../internal/options/duration-option.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';
import { plainEntries } from '../../internal/options/plain-entries.js';
import { wideningProblem } from '../../internal/options/widening.js';
import type { FlagOverrideValue } from '../../engine/flag-override.js';
import type { FlagKey } from '../../engine/typed-flags.js';
import { parseOverride } from '../../engine/parse/parse-override.js';
import type { FlagSchedule, ScheduledChange, ScheduledTarget } from '../../store/flag-schedule.js';
import { originOf, originReaders, type ChangeOrigin } from '../changes/change-origin.js';
import { InvalidScheduleError } from '../manager.errors.js';
import { TARGET_WIDENING, type OverrideRequest } from '../overrides/new-override.js';
import { parseSchedule } from './parse-schedule.js';
import { scheduledCommand } from './scheduled-command.js';

/** A change to be made later: what the method of the manager with the same name takes. */
export type ScheduleRequest =
  | { readonly [K in FlagKey]: ScheduledOverride<K> }[FlagKey]
  | OfFlag<Exclude<ScheduledChange, { readonly type: 'set_override' | 'save_segment' | 'delete_segment' }>>
  | Extract<ScheduledChange, { readonly type: 'save_segment' | 'delete_segment' }>;

type ScheduledOverride<K extends FlagKey> = ScheduledTarget & {
  readonly type: 'set_override';
  readonly key: K;
  /** As `setOverride` takes it, or as an override keeps it. */
  readonly serve: OverrideRequest<K> | { readonly enabled: boolean };
  /** A `Date`, or ISO 8601 with an offset. */
  readonly expiresAt?: Date | string;
};

type OfFlag<Change> = Change extends unknown ? Omit<Change, 'key'> & { readonly key: FlagKey } : never;

export interface ScheduleOptions extends Omit<ChangeOrigin, 'origin'> {
  /**
   * Drop the change when it could not be made within this time after it was due, as when no instance was running; at most
   * ten years (`'87600h'`).
   *
   * @default it is made however late
   */
  readonly dropAfter?: Duration;
}

const scheduleOptions = new OptionsSchema<ScheduleOptions>(
  'schedule',
  {
    actor: originReaders.actor,
    reason: originReaders.reason,
    dropAfter: durationOption('0ms', '87600h'),
  },
  { widening: { dropAfter: 'a change that is made however late' } },
);

const REQUEST_WIDENING = {
  ...TARGET_WIDENING,
  expiresAt: 'an override that does not end',
  expectedVersion: 'a write that replaces any version',
} as const;

/**
 * Makes a checked schedule. What the change needs when it is made, such as a variant that the flag has, is checked then.
 *
 * @param at a `Date`, or ISO 8601 with an offset
 * @param now in milliseconds since 1970
 * @throws {InvalidScheduleError} (`INVALID_SCHEDULE`) naming what is wrong, also when the time is over already
 * @throws {InvalidFlagError}, {@link InvalidOverrideError}, {@link InvalidOptionsError} for what the change holds
 */
export function newSchedule(
  change: ScheduleRequest,
  at: Date | string,
  options: ScheduleOptions,
  now: number,
): FlagSchedule {
  const { dropAfter, ...origin } = scheduleOptions.read(options);
  const { actor, reason } = originOf(origin);
  const schedule = parseSchedule({
    id: randomUUID(),
    change: requestOf(change),
    at,
    dropAfter: dropAfter === undefined ? undefined : Math.round(milliseconds(dropAfter)),
    actor,
    reason,
    createdAt: new Date(now).toISOString(),
  });
  const time = Date.parse(schedule.at);
  if (time <= now) {
    throw new InvalidScheduleError(`The change of "${schedule.change.key}" is due already: make it at once instead.`);
  }
  assertChange(schedule, time);
  return schedule;
}

/** A copy of what is asked for: each member is read once, so that what was checked is what is scheduled. */
function requestOf(request: unknown): unknown {
  const entries = plainEntries(request);
  if (entries === undefined) return request; // the parser says what is wrong with it
  for (const [name, value] of entries) {
    const problem = wideningProblem(REQUEST_WIDENING, name, value);
    if (problem !== undefined) throw new InvalidScheduleError(`"${name}" of the change ${problem}.`);
  }
  return Object.fromEntries(entries);
}

function assertChange({ change, actor, createdAt }: FlagSchedule, at: number): void {
  scheduledCommand(change); // reads its definition
  if (change.type !== 'set_override') return;
  const { key, serve, unit, unitBy, expiresAt } = change;
  parseOverride({ key, serve: serve satisfies FlagOverrideValue, unit, unitBy, expiresAt, actor, createdAt });
  if (expiresAt !== undefined && Date.parse(expiresAt) <= at) {
    throw new InvalidScheduleError(`The override of "${key}" would be over when it begins: set "expiresAt" after it.`);
  }
}
