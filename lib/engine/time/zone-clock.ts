import { IANAZone } from 'luxon';
import { MAX_INSTANT } from '../../internal/date-time.js';

/** Milliseconds of a day by the clock. Days on which clocks change are longer or shorter by `Date`. */
export const DAY = 86_400_000;

/**
 * How far {@link ZoneClock.steadyAround} looks. Two changes of one zone were never closer than 95 hours in the tz
 * database (Freetown, 1939), so that equal offsets two days apart mean that there was no change in between.
 */
const HORIZON = 2 * DAY;

const SECOND = 1000;

/** Instants from `from` until just before `until`, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** The clock of one time zone. Local times are milliseconds since its own 1970-01-01T00:00. */
export interface ZoneClock {
  /** What the clock shows at an instant. */
  readonly localOf: (instant: number) => number;
  /** When the clock shows a local time for the first time; where it skips that time, the instant of the change. */
  readonly firstShown: (local: number) => number;
  /** When the clock shows a local time for the last time; where it skips that time, the instant of the change. */
  readonly lastShown: (local: number) => number;
  /** The part of the two days before and after an instant in which clocks do not change. */
  readonly steadyAround: (instant: number) => Span;
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

  /** The first instant at which the offset is no longer that of `from`; there is one change until `until`. */
  function changeBetween(from: number, until: number): number {
    const offset = offsetAt(from);
    let before = Math.floor(from / SECOND); // clocks change at whole seconds
    let after = Math.ceil(until / SECOND);
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (offsetAt(middle * SECOND) === offset) before = middle;
      else after = middle;
    }
    return after * SECOND;
  }

  // Not luxon's own conversion: which of two equal clock times it takes depends on the day on which it is asked. With
  // luxon 3.7, 02:30 in Berlin on 2024-10-27 is 01:30Z when asked in January and 00:30Z when asked in July.
  // Offsets stay below 16 hours: a day earlier or later is before or after any change.
  function shown(local: number, isFirst: boolean): number {
    const [before, after] = [offsetAt(local - DAY), offsetAt(local + DAY)];
    for (const offset of isFirst ? [before, after] : [after, before]) {
      if (offsetAt(local - offset) === offset) return local - offset;
    }
    return changeBetween(local - DAY, local + DAY);
  }

  function steadyAround(instant: number): Span {
    const offset = offsetAt(instant);
    const [early, late] = [instant - HORIZON, instant + HORIZON];
    return {
      from: offsetAt(early) === offset ? early : changeBetween(early, instant),
      until: offsetAt(late) === offset ? late : changeBetween(instant, late),
    };
  }

  return {
    localOf: (instant) => instant + offsetAt(instant),
    firstShown: (local) => shown(local, true),
    lastShown: (local) => shown(local, false),
    steadyAround,
  };
}
