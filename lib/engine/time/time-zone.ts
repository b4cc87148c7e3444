import { fixedOffsetClock, isFixedOffset } from './fixed-offset-clock.js';
import { isNamedZone, namedZoneClock } from './named-zone-clock.js';
import type { ZoneClock } from './zone-clock.js';

/** Whether a name is a fixed offset, or the IANA name of a zone that this Node.js supports. */
export function isTimeZone(name: string): boolean {
  return isFixedOffset(name) || isNamedZone(name);
}

/**
 * Creates the clock of a time zone.
 *
 * @param timeZone IANA name, such as `Europe/Berlin`, or a fixed offset, such as `+05:30`
 */
export function zoneClock(timeZone: string): ZoneClock {
  return isFixedOffset(timeZone) ? fixedOffsetClock(timeZone) : namedZoneClock(timeZone);
}
