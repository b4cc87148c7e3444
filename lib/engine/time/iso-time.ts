import { MAX_INSTANT } from '../../internal/date-time.js';

/** Formats an instant as ISO 8601 in UTC, or as milliseconds if it is outside the range of `Date`. */
export function isoTime(instant: number): string {
  return Math.abs(instant) <= MAX_INSTANT ? new Date(instant).toISOString() : String(instant);
}
