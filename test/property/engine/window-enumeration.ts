import { DateTime } from 'luxon';
import type { Recurrence, TimeWindow } from '../../../lib/engine/time/time-window.js';

/** A window in milliseconds since 1970, `end` no longer part of it. */
export interface EnumeratedWindow {
  readonly begin: number;
  readonly end: number;
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** The windows of a recurrence, one after another, day by day of the calendar: slow, and so simple that it is right. */
export function enumerateWindows({ start, end, recurrence }: Required<TimeWindow>, days: number): EnumeratedWindow[] {
  const { timeZone, until, count = Infinity } = recurrence!;
  const first = DateTime.fromISO(start!, { zone: timeZone });
  const firstEnd = DateTime.fromISO(end!, { zone: timeZone });
  const length = calendarDay(firstEnd).diff(calendarDay(first), 'days').days;
  const windows: EnumeratedWindow[] = [];
  for (let i = 0; i < days && windows.length < count; i++) {
    const day = calendarDay(first).plus({ days: i });
    if (!hasWindow(day, calendarDay(first), recurrence!)) continue;
    const begin = i === 0 ? first.toMillis() : atClock(day, first);
    if (until !== undefined && begin > DateTime.fromISO(until).toMillis()) break;
    windows.push({ begin, end: i === 0 ? firstEnd.toMillis() : atClock(day.plus({ days: length }), firstEnd) });
  }
  return windows;
}

/** The date alone, in a calendar without changes of clocks. */
function calendarDay(moment: DateTime): DateTime {
  return DateTime.utc(moment.year, moment.month, moment.day);
}

function hasWindow(day: DateTime, firstDay: DateTime, recurrence: Recurrence): boolean {
  const { frequency, interval = 1, firstDayOfWeek = 'monday' } = recurrence;
  if (frequency === 'daily') return day.diff(firstDay, 'days').days % interval === 0;
  const weekOf = (each: DateTime): DateTime => {
    return WEEKDAYS[each.weekday - 1] === firstDayOfWeek ? each : weekOf(each.minus({ days: 1 }));
  };
  const weeks = weekOf(day).diff(weekOf(firstDay), 'days').days / 7;
  const daysOfWeek: readonly string[] = recurrence.daysOfWeek ?? [WEEKDAYS[firstDay.weekday - 1]!];
  return weeks % interval === 0 && daysOfWeek.includes(WEEKDAYS[day.weekday - 1]!);
}

/** The first instant of a clock time on a day; one that is skipped is later by what clocks are set forward. */
function atClock(day: DateTime, { hour, minute, second, millisecond, zone }: DateTime): number {
  const { year, month, day: date } = day;
  const moment = DateTime.fromObject({ year, month, day: date, hour, minute, second, millisecond }, { zone });
  return Math.min(...moment.getPossibleOffsets().map((each) => each.toMillis()));
}
