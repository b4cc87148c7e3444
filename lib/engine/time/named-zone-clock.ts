import { IANAZone } from 'luxon';
import { MAX_INSTANT } from '../../internal/date-time.js';
import { DAY, type Span, type ZoneClock } from './zone-clock.js';

/**
 * How far {@link ZoneClock.steadyAround} looks in either direction. Two changes of one zone were never closer than 95 hours in the tz
 * database (Freetown, 1939), so that equal offsets two days apart mean that there was no change in between.
 */
const HORIZON = 2 * DAY;

const SECOND = 1000;

/** Whether this Node.js knows a zone of that IANA name. */
export function isNamedZone(name: string): boolean {
  return /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name);
}

/** The clock of a zone by its IANA name, such as `Europe/Berlin`. */
export function namedZoneClock(timeZone: string): ZoneClock {
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
