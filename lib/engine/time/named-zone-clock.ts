import { IANAZone } from 'luxon';
import { MAX_INSTANT } from '../../internal/date-time.js';
import { DAY, type Span, type ZoneClock } from './zone-clock.js';

/**
 * How far {@link ZoneClock.steadyAround} looks in either direction. In the tz database, two changes of one zone are at
 * least 95 hours apart (Freetown, 1939), so equal offsets two days apart mean that there is no change in between.
 */
const HORIZON = 2 * DAY;

const SECOND = 1000;

/** Whether this Node.js supports a zone with that IANA name. */
export function isNamedZone(name: string): boolean {
  return /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name);
}

/** The clock of a zone by its IANA name, such as `Europe/Berlin`. */
export function namedZoneClock(timeZone: string): ZoneClock {
  const zone = IANAZone.create(timeZone);

  function offsetAt(instant: number): number {
    // luxon adds the offset first, and the result must be within the range of `Date`; before about 1900, its minutes
    // have fractions
    const date = Math.min(Math.max(instant, DAY - MAX_INSTANT), MAX_INSTANT - DAY);
    return Math.round(zone.offset(date) * 60_000);
  }

  /** The first instant at which the offset differs from that at `from`. There is exactly one change until `until`. */
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

  // Not luxon's own conversion: which of two equal clock times it chooses depends on the day of the call. With luxon
  // 3.7, 02:30 in Berlin on 2024-10-27 is 01:30Z when called in January and 00:30Z when called in July. Offsets are
  // always below 16 hours, so one day earlier or later is before or after any change.
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
