/** A day of the week. */
export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

/**
 * The recurrence of a window: on each of its days, it is open while the clock of `timeZone` shows a time from that of
 * `start` up to, but not including, that of `end`. When daylight saving time skips 02:00 to 03:00, a window from 02:30
 * starts at 03:00; a time that the clock shows twice is inside both times. In addition, the first window starts and
 * ends at exactly the instants `start` and `end`. A window must end before the next one begins.
 */
export interface Recurrence {
  /** The pattern: `daily` for every day, `weekly` for certain days of the week. */
  readonly frequency: 'daily' | 'weekly';
  /** The number of days or weeks from one window, or week with windows, to the next; 1 to 1,000. @default 1 */
  readonly interval?: number | undefined;
  /** The days of the week for `weekly`, including the day of `start`. @default the day of `start` */
  readonly daysOfWeek?: readonly Weekday[] | undefined;
  /** The first day of the week for `weekly`, which matters when `interval` is above 1. @default 'monday' */
  readonly firstDayOfWeek?: Weekday | undefined;
  /** IANA name, such as `Europe/Berlin`, or a fixed offset from UTC, such as `+05:30`. */
  readonly timeZone: string;
  /** ISO 8601 with an offset: no window begins after it; not before `start`. @default no limit */
  readonly until?: string | undefined;
  /** The total number of windows, including the first one; 1 to 100,000. @default no limit */
  readonly count?: number | undefined;
}

/** A span of time from `start` up to, but not including, `end`, which may recur. */
export interface TimeWindow {
  /** The start, ISO 8601 with an offset, such as `2026-11-27T00:00:00+01:00`; inclusive. @default no start */
  readonly start?: string | undefined;
  /** The end, ISO 8601 with an offset; exclusive. @default no end */
  readonly end?: string | undefined;
  /** How the window recurs. Requires `start` and `end`, which define the first window. */
  readonly recurrence?: Recurrence | undefined;
}
