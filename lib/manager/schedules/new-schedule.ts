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
import type { RequestActor } from '../changes/request-actor.js';
import { InvalidScheduleError } from '../manager.errors.js';
import { TARGET_WIDENING, type OverrideRequest } from '../overrides/new-override.js';
import { END_WIDENING, expiresInOption, expiryOf, TWO_ENDS } from '../overrides/override-end.js';
import { parseSchedule } from './parse-schedule.js';
import { scheduledCommand } from './scheduled-command.js';

/** A change to schedule: the arguments of the manager's method that its `type` names. */
export type ScheduleRequest =
  | { readonly [K in FlagKey]: ScheduledOverride<K> }[FlagKey]
  | OfFlag<Exclude<ScheduledChange, { readonly type: 'set_override' | 'save_segment' | 'delete_segment' }>>
  | Extract<ScheduledChange, { readonly type: 'save_segment' | 'delete_segment' }>;

type ScheduledOverride<K extends FlagKey> = ScheduledTarget & {
  readonly type: 'set_override';
  readonly key: K;
  /** The form that `setOverride` accepts, or the form that an override stores. */
  readonly serve: OverrideRequest<K> | { readonly enabled: boolean };
  /** When the override expires: a `Date`, or ISO 8601 with an offset. @default never */
  readonly expiresAt?: Date | string;
  /** Instead of `expiresAt`, how long the override applies from the time of the change on, such as `'1h'`. */
  readonly expiresIn?: Duration;
};

/** A change of a flag, with the keys of typed flags. */
type OfFlag<Change> = Change extends unknown ? Omit<Change, 'key'> & { readonly key: FlagKey } : never;

/** The options of `schedule`. */
export interface ScheduleOptions extends Omit<ChangeOrigin, 'origin'> {
  /**
   * Drops the change if it could not be made within this time after it was due, for example because no instance was
   * running; at most ten years (`'87600h'`).
   *
   * @default the change is made, however late
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
  { widening: { dropAfter: 'a change that is never dropped' } },
);

const REQUEST_WIDENING = {
  ...TARGET_WIDENING,
  ...END_WIDENING,
  expectedVersion: 'a write that replaces any version',
} as const;

/**
 * Creates a validated schedule. Requirements that may change until it is due, such as the existence of a variant, are
 * checked then.
 *
 * @param at a `Date`, or ISO 8601 with an offset
 * @param now the current time, in milliseconds since 1970
 * @param requestActor names the actor if the options do not
 * @throws {InvalidScheduleError} (`INVALID_SCHEDULE`) when the change is invalid, or its time has passed
 * @throws {InvalidFlagError}, {@link InvalidOverrideError}, {@link InvalidOptionsError} when the content of the change
 *   is invalid
 */
export function newSchedule(
  change: ScheduleRequest,
  at: Date | string,
  options: ScheduleOptions,
  now: number,
  requestActor?: Pick<RequestActor, 'complete'>,
): FlagSchedule {
  const { dropAfter, ...origin } = scheduleOptions.read(options);
  const { actor, reason } = originOf(requestActor?.complete(origin) ?? origin);
  const schedule = parseSchedule({
    id: randomUUID(),
    change: requestOf(change, at),
    at,
    dropAfter: dropAfter === undefined ? undefined : Math.round(milliseconds(dropAfter)),
    actor,
    reason,
    createdAt: new Date(now).toISOString(),
  });
  const time = Date.parse(schedule.at);
  if (time <= now) {
    throw new InvalidScheduleError(
      `The time of the change of "${schedule.change.key}" has already passed: make the change immediately instead.`,
    );
  }
  assertChange(schedule, time);
  return schedule;
}

/**
 * Copies a request, with its expiry as an instant. Each member is read once, so that the validated change is the one
 * that is scheduled.
 */
function requestOf(request: unknown, at: unknown): unknown {
  const entries = plainEntries(request);
  if (entries === undefined) return request; // the parser reports what is wrong with it
  for (const [name, value] of entries) {
    const problem = wideningProblem(REQUEST_WIDENING, name, value);
    if (problem !== undefined) throw new InvalidScheduleError(`"${name}" of the change ${problem}.`);
  }
  const copied: Record<string, unknown> = Object.fromEntries(entries);
  return copied['type'] === 'set_override' && 'expiresIn' in copied ? withExpiry(copied, at) : copied;
}

function withExpiry(
  { expiresIn, ...change }: Readonly<Record<string, unknown>>,
  at: unknown,
): Readonly<Record<string, unknown>> {
  const duration = expiresInOption(expiresIn, '"expiresIn" of the change');
  if ('expiresAt' in change) throw new InvalidScheduleError(`The scheduled override ${TWO_ENDS}.`);
  const start = at instanceof Date ? at.getTime() : Date.parse(String(at));
  // An invalid time is reported by the parser.
  return Number.isNaN(start) ? change : { ...change, expiresAt: expiryOf({ expiresIn: duration }, start) };
}

function assertChange({ change, actor, createdAt }: FlagSchedule, at: number): void {
  scheduledCommand(change); // validates its definition
  if (change.type !== 'set_override') return;
  const { key, serve, unit, unitBy, expiresAt } = change;
  parseOverride({ key, serve: serve satisfies FlagOverrideValue, unit, unitBy, expiresAt, actor, createdAt });
  if (expiresAt !== undefined && Date.parse(expiresAt) <= at) {
    throw new InvalidScheduleError(`The override of "${key}" would expire before it begins: set a later "expiresAt".`);
  }
}
