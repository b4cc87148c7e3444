import { z } from 'zod';
import { FIXED_OFFSET } from './fixed-offset-clock.js';
import { instantSchema } from './instant.schema.js';
import type { Recurrence, TimeWindow } from './time-window.js';
import { WEEKDAYS, weekdayOf, windowDays } from './window-days.js';
import { isTimeZone, zoneClock } from './time-zone.js';
import { DAY } from './zone-clock.js';

const weekday = z.enum(WEEKDAYS);

const daysOfWeek = z
  .array(weekday)
  .min(1)
  .max(7)
  .refine((days) => new Set(days).size === days.length, 'must name different days')
  .meta({ uniqueItems: true });

const WEEKLY = { properties: { frequency: { const: 'weekly' } } };

export const recurrenceSchema = z
  .strictObject({
    frequency: z.enum(['daily', 'weekly']).describe('"daily": every day. "weekly": on certain days of the week.'),
    interval: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe('The number of days or weeks from one window, or week with windows, to the next. Default: 1.'),
    daysOfWeek: daysOfWeek
      .optional()
      .describe('For "weekly": the days of the week, including the day of "start". Default: the day of "start".'),
    firstDayOfWeek: weekday
      .optional()
      .describe('For "weekly": the first day of the week, which matters for intervals above 1. Default: "monday".'),
    timeZone: z
      .string()
      .refine(isTimeZone, 'must be an IANA time zone, such as "Europe/Berlin" or "UTC", or an offset such as "+05:30"')
      .meta({
        description: 'IANA name, such as "Europe/Berlin", or a fixed offset, such as "+05:30".',
        pattern: `^[A-Za-z]|${FIXED_OFFSET.source}`,
      }),
    until: instantSchema.optional().describe('ISO 8601 with an offset: no window begins after it.'),
    count: z.int().min(1).max(100_000).optional().describe('The total number of windows, including the first one.'),
  })
  .superRefine((recurrence, check) => {
    if (recurrence.frequency === 'weekly') return;
    for (const name of ['daysOfWeek', 'firstDayOfWeek'] as const) {
      if (recurrence[name] === undefined) continue;
      check.addIssue({
        code: 'custom',
        path: [name],
        message: 'has an effect only with "weekly": remove it, or set "frequency" to "weekly"',
      });
    }
  })
  .meta({
    description: 'How the window recurs, by the clock of a time zone.',
    dependentSchemas: { daysOfWeek: WEEKLY, firstDayOfWeek: WEEKLY },
  });

/** The fields of a window; {@link checkWindow} checks them together. */
export const windowFields = {
  start: instantSchema
    .optional()
    .describe('The start, ISO 8601 with an offset; inclusive. Absent if the window has no start.'),
  end: instantSchema
    .optional()
    .describe('The end, ISO 8601 with an offset; exclusive. Absent if the window has no end.'),
  recurrence: recurrenceSchema
    .optional()
    .describe('How the window recurs. Requires "start" and "end", which define the first window.'),
};

/** The checks of {@link checkWindow}, as far as JSON Schema can express them. */
export const WINDOW = {
  anyOf: [{ required: ['start'] }, { required: ['end'] }],
  dependentRequired: { recurrence: ['start', 'end'] },
} as const;

/** Checks the fields of a window that depend on each other, for `superRefine`. Invalid fields are skipped. */
export function checkWindow({ start, end, recurrence }: TimeWindow, check: Pick<z.RefinementCtx, 'addIssue'>): void {
  const refuse = (path: string[], message: string) => check.addIssue({ code: 'custom', path, message });
  if (start === undefined && end === undefined) refuse([], 'must have "start", "end" or both');
  if (start === undefined || end === undefined) {
    if (recurrence !== undefined)
      refuse(['recurrence'], 'requires both "start" and "end", which define the first window');
    return;
  }
  const from = Date.parse(start);
  const until = Date.parse(end);
  if (until <= from) refuse(['end'], 'must be later than start');
  if (!(from < until) || recurrence === undefined) return;
  const { data: valid } = recurrenceSchema.safeParse(recurrence);
  if (valid !== undefined) checkRecurrence(from, until, valid, refuse);
}

function checkRecurrence(
  from: number,
  until: number,
  recurrence: Recurrence,
  refuse: (path: string[], message: string) => void,
): void {
  const { timeZone, frequency } = recurrence;
  const clock = zoneClock(timeZone);
  const start = clock.localOf(from);
  const length = clock.localOf(until) - start;
  const firstDay = Math.floor(start / DAY);
  const steps = windowDays(recurrence, firstDay).shortestStep;
  if (length <= 0) {
    refuse(['end'], `must also be later than start by the clock of ${timeZone}, which is set back in between`);
  } else if (length > steps * DAY) {
    const most = steps === 1 ? '1 day' : `${steps} days`;
    refuse(['end'], `must be at most ${most} after start by the clock of ${timeZone}, when the next window may begin`);
  }
  const firstWeekday = weekdayOf(firstDay);
  if (frequency === 'weekly' && recurrence.daysOfWeek?.includes(firstWeekday) === false) {
    refuse(['recurrence', 'daysOfWeek'], `must include "${firstWeekday}", the day of start in ${timeZone}`);
  }
  if (recurrence.until !== undefined && Date.parse(recurrence.until) < from) {
    refuse(['recurrence', 'until'], 'must not be before start');
  }
}

export const timeWindowSchema = z.strictObject(windowFields).superRefine(checkWindow).meta(WINDOW);
