import { MAX_INSTANT } from '../../internal/date-time.js';

/** An instant as ISO 8601 in UTC; one that no `Date` can hold as its milliseconds. */
export function isoTime(instant: number): string {
  return Math.abs(instant) <= MAX_INSTANT ? new Date(instant).toISOString() : String(instant);
}
