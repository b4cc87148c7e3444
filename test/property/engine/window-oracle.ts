import { DateTime } from 'luxon';
import type { Recurrence, TimeWindow } from '../../../lib/engine/time/time-window.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** A window in local times, written as if they were UTC; `end` is no longer part of it. */
interface LocalWindow {
  readonly begin: number;
  readonly end: number;
}

export interface WindowOracle {
  /** Whether the window is on: slow, and so simple that it is right. */
  readonly isOn: (instant: number) => boolean;
  /** The instants at which the answer may change, with those just before and after, and the days on which clocks change. */
  readonly instants: readonly number[];
}

/** What the clock of a zone shows, as if it were UTC: from the platform for a named zone, by ISO 8601 for a fixed offset. */
export function platformClock(timeZone: string): (instant: number) => number {
  if (/^[+-]/.test(timeZone)) return (instant) => instant - Date.parse(`1970-01-01T00:00:00${timeZone}`);
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    fractionalSecondDigits: 3,
  });
  return (instant) => {
    // "9/9/2001, 03:46:40.000", read from the text: parts take four times as long
    const [month, day, year, ...time] = (format.format(instant).match(/\d+/g) ?? []).map(Number);
    const [hour, minute, second, millisecond] = time;
    return Date.UTC(year!, month! - 1, day, hour, minute, second, millisecond);
  };
}

/**
 * Answers for the first days of a recurrence: an instant is in it when the clock shows a time inside one of the windows,
 * and the first window has its own instants besides.
 */
export function windowOracle({ start, end, recurrence }: Required<TimeWindow>, days: number): WindowOracle {
  const clock = platformClock(recurrence!.timeZone);
  const [from, until] = [Date.parse(start!), Date.parse(end!)];
  const windows = localWindows(clock(from), clock(until), recurrence!, days).filter(
    ({ begin }, i) => i === 0 || recurrence!.until === undefined || begin <= latestShown(clock, recurrence!.until),
  );
  const isOn = (instant: number) => {
    const shown = clock(instant);
    return windows.some(({ begin, end: over }, i) => {
      return instant >= from && begin <= shown && shown < over && (i > 0 || instant < until);
    });
  };
  const edges = windows.flatMap((window) => [window.begin, window.end]).flatMap((local) => instantsNear(clock, local));
  return { isOn, instants: [...edges, ...daysOfChange(clock, from, days)] };
}

/** The latest time that the clock has shown by an instant: it may have been set back in the hours before. */
function latestShown(clock: (instant: number) => number, until: string): number {
  const instant = Date.parse(until);
  const minutes = Array.from({ length: 181 }, (_, i) => Math.floor(instant / MINUTE - i) * MINUTE - 1);
  return Math.max(clock(instant), ...minutes.map(clock));
}

function localWindows(start: number, end: number, recurrence: Recurrence, days: number): LocalWindow[] {
  const { count = Infinity } = recurrence;
  const first = calendarDay(start);
  const windows: LocalWindow[] = [];
  for (let i = 0; i < days && windows.length < count; i++) {
    const day = first.plus({ days: i });
    if (hasWindow(day, first, recurrence)) windows.push({ begin: start + i * DAY, end: end + i * DAY });
  }
  return windows;
}

function calendarDay(local: number): DateTime {
  return DateTime.fromMillis(local, { zone: 'utc' }).startOf('day');
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

/** When the clock may show a local time, and the milliseconds around it. */
function instantsNear(clock: (instant: number) => number, local: number): number[] {
  const offsets = new Set([local - DAY, local, local + DAY].map((instant) => clock(instant) - instant));
  return [...offsets].flatMap((offset) => [local - offset - 1, local - offset, local - offset + 1]);
}

/** Each ten minutes of the days on which clocks change, and the millisecond before. */
function daysOfChange(clock: (instant: number) => number, from: number, days: number): number[] {
  const instants: number[] = [];
  const day = Math.floor(from / DAY) * DAY;
  for (let at = day; at < day + days * DAY; at += DAY) {
    if (clock(at) - at === clock(at + DAY) - (at + DAY)) continue;
    for (let each = at; each < at + DAY; each += 10 * MINUTE) instants.push(each - 1, each);
  }
  return instants;
}
