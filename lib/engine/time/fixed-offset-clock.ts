import type { ZoneClock } from './zone-clock.js';

/**
 * Offsets such as `+05:30` or `-08:00`: hours and minutes, less than one day in either direction, as in the offset time
 * zones of ECMAScript's Temporal. They are parsed here, because `Intl` supports them only from Node.js 22 on.
 */
export const FIXED_OFFSET = /^[+-]([01]\d|2[0-3]):[0-5]\d$/;

const MINUTE = 60_000;

export function isFixedOffset(timeZone: string): boolean {
  return FIXED_OFFSET.test(timeZone);
}

/** A clock at a fixed offset from UTC: it is never set forward or back, so it shows each local time exactly once. */
export function fixedOffsetClock(timeZone: string): ZoneClock {
  const minutes = Number(timeZone.slice(1, 3)) * 60 + Number(timeZone.slice(4));
  const offset = (timeZone.startsWith('-') ? -minutes : minutes) * MINUTE;
  const instantOf = (local: number) => local - offset;
  return {
    localOf: (instant) => instant + offset,
    firstShown: instantOf,
    lastShown: instantOf,
    steadyAround: () => ({ from: -Infinity, until: Infinity }),
  };
}
