import { IANAZone } from 'luxon';

/** What a `Date` can hold: so many milliseconds before and after 1970. */
export const MAX_INSTANT = 8.64e15;

/** Milliseconds of a day by the clock. Days on which clocks change are longer or shorter by `Date`. */
export const DAY = 86_400_000;

/** The clock of one time zone. Local times are milliseconds since its own 1970-01-01T00:00. */
export interface ZoneClock {
  /** What the clock shows at an instant. */
  readonly localOf: (instant: number) => number;
  /**
   * When the clock shows a local time: the first time if it does so twice; if never, as much later as clocks were set
   * forward. That is RFC 5545, section 3.3.5.
   */
  readonly instantOf: (local: number) => number;
}

/** Whether the zone is known to this Node.js, by its IANA name. Offsets such as `+01:00` are no zones on each release. */
export function isTimeZone(name: string): boolean {
  return /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name);
}

/** @param timeZone IANA name, such as `Europe/Berlin` */
export function zoneClock(timeZone: string): ZoneClock {
  const zone = IANAZone.create(timeZone);

  function offsetAt(instant: number): number {
    // luxon adds the offset before it looks, which must stay a date; its minutes have fractions before 1900 or so
    const date = Math.min(Math.max(instant, DAY - MAX_INSTANT), MAX_INSTANT - DAY);
    return Math.round(zone.offset(date) * 60_000);
  }

  // Not luxon's own conversion: which of two equal clock times it takes depends on the day on which it is asked.
  function instantOf(local: number): number {
    const before = offsetAt(local - DAY); // offsets stay below 16 hours: a day aside is before or after any change
    const early = local - before;
    if (offsetAt(early) === before) return early;
    const after = offsetAt(local + DAY);
    const late = local - after;
    return offsetAt(late) === after ? late : early;
  }

  return { localOf: (instant) => instant + offsetAt(instant), instantOf };
}
