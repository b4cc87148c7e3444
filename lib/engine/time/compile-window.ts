import { MAX_INSTANT } from '../../internal/date-time.js';
import { compileRecurrence } from './recurrence.js';
import type { TimeWindow } from './time-window.js';

/**
 * Whether an instant, in milliseconds since 1970, lies in a window. Never throws; what no `Date` can hold lies in none.
 */
export function compileWindow({ start, end, recurrence }: TimeWindow): (instant: number) => boolean {
  const from = start === undefined ? -MAX_INSTANT : Date.parse(start);
  const until = end === undefined ? MAX_INSTANT + 1 : Date.parse(end);
  if (recurrence !== undefined) return compileRecurrence(from, until, recurrence);
  return (instant) => from <= instant && instant < until;
}
