import { MAX_INSTANT } from '../../internal/date-time.js';
import { compileRecurrence } from './recurrence.js';
import type { TimeWindow } from './time-window.js';

/**
 * Tests whether an instant, in milliseconds since 1970, is in a window. Never throws; an instant outside the range of
 * `Date` is in no window.
 */
export function compileWindow({ start, end, recurrence }: TimeWindow): (instant: number) => boolean {
  const from = start === undefined ? -MAX_INSTANT : Date.parse(start);
  const until = end === undefined ? MAX_INSTANT + 1 : Date.parse(end);
  if (recurrence !== undefined) return compileRecurrence(from, until, recurrence);
  return (instant) => from <= instant && instant < until;
}
