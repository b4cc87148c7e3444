/** A day of the week. */
export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

/**
 * How a window recurs: on each of its days, it is on exactly when the clock of `timeZone` shows a time from that of `start`
 * until just before that of `end`. Where daylight saving skips 02:00 to 03:00, a window from 02:30 starts at 03:00; a time
 * that the clock shows twice is inside both times. The first window has, besides, the very instants `start` and `end`. A
 * window may last until the next one begins, but no longer.
 */
export interface Recurrence {
  readonly frequency: 'daily' | 'weekly';
  /** Every how many days or weeks, 1 to 1,000. @default 1 */
  readonly interval?: number | undefined;
  /** For `weekly`: on which days, the one of `start` among them. @default the day of `start` */
  readonly daysOfWeek?: readonly Weekday[] | undefined;
  /** For `weekly`: the day on which weeks begin, which counts when `interval` is above 1. @default 'monday' */
  readonly firstDayOfWeek?: Weekday | undefined;
  /** IANA name, such as `Europe/Berlin`, or a fixed offset from UTC, such as `+05:30`. */
  readonly timeZone: string;
  /** ISO 8601 with an offset: no window begins after it; not before `start`. @default no limit */
  readonly until?: string | undefined;
  /** How many windows there are in all, the first one included; 1 to 100,000. @default no limit */
  readonly count?: number | undefined;
}

/** From `start` until just before `end`, and again where it recurs. */
export interface TimeWindow {
  /** ISO 8601 with an offset, such as `2026-11-27T00:00:00+01:00`. Absent: since ever. */
  readonly start?: string | undefined;
  /** ISO 8601 with an offset; no longer part of the window. Absent: for ever. */
  readonly end?: string | undefined;
  /** Needs both `start` and `end`, which are the first window. */
  readonly recurrence?: Recurrence | undefined;
}
