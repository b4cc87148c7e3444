import type { Recurrence, Weekday } from './time-window.js';

/** The days of the week, in the order of ISO 8601. */
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const satisfies readonly Weekday[];

/** The days on which windows begin. Windows are numbered from 0, days from 1970-01-01 by the clock of the zone. */
export interface WindowDays {
  /** The day on which a window begins. */
  readonly dayOf: (window: number) => number;
  /** The last window that begins on or before a day; below 0 if there is none. */
  readonly lastBy: (day: number) => number;
  /** The smallest number of days from one window to the next. */
  readonly shortestStep: number;
}

/** @param firstDay the day of the first window; for `weekly` it is one of `daysOfWeek` */
export function windowDays(recurrence: Recurrence, firstDay: number): WindowDays {
  const { frequency, interval = 1, firstDayOfWeek = 'monday' } = recurrence;
  const daily = frequency === 'daily';
  const dayOfWeek = (weekday: Weekday) => (WEEKDAYS.indexOf(weekday) - WEEKDAYS.indexOf(firstDayOfWeek) + 7) % 7;

  // Both frequencies are cycles with one window on each of some days; windows before `firstDay` are skipped.
  const { daysOfWeek = [weekdayOf(firstDay)] } = recurrence;
  const cycle = daily ? interval : 7 * interval;
  const days = daily ? [0] : daysOfWeek.map(dayOfWeek).toSorted((a, b) => a - b);
  const intoFirst = daily ? 0 : dayOfWeek(weekdayOf(firstDay));
  const origin = firstDay - intoFirst;
  const skipped = days.filter((day) => day < intoFirst).length;

  return {
    dayOf(window) {
      const position = window + skipped;
      return origin + cycle * Math.floor(position / days.length) + (days[position % days.length] ?? 0);
    },
    lastBy(day) {
      const cycles = Math.floor((day - origin) / cycle);
      const into = day - origin - cycles * cycle;
      let begun = 0;
      for (const each of days) if (each <= into) begun++;
      return cycles * days.length + begun - 1 - skipped;
    },
    shortestStep: Math.min(...days.map((day, i) => (days[i + 1] ?? (days[0] ?? 0) + cycle) - day)),
  };
}

/** The day of the week of a day since 1970-01-01. */
export function weekdayOf(day: number): Weekday {
  const sinceMonday = (((day + 3) % 7) + 7) % 7; // 1970-01-01 was a Thursday
  return WEEKDAYS[sinceMonday] ?? 'monday';
}
