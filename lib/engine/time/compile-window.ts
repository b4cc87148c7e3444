import { MAX_INSTANT } from '../../internal/date-time.js';
import { compileRecurrence, recurrenceSpans } from './recurrence.js';
import type { TimeWindow } from './time-window.js';
import type { WindowSpan } from './window-span.js';

/**
 * Tests whether an instant, in milliseconds since 1970, is in a window. Never throws; an instant outside the range of
 * `Date` is in no window.
 */
export function compileWindow(window: TimeWindow): (instant: number) => boolean {
  const { from, until } = boundsOf(window);
  if (window.recurrence !== undefined) return compileRecurrence(from, until, window.recurrence);
  return (instant) => from <= instant && instant < until;
}

/** Finds the span around an instant in which a window is open, or closed. The span may be shorter than possible. */
export function windowSpans(window: TimeWindow): (instant: number) => WindowSpan {
  const { from, until } = boundsOf(window);
  if (window.recurrence !== undefined) return recurrenceSpans(from, until, window.recurrence);
  return (instant) => {
    if (instant < from) return { from: -Infinity, until: from, isInside: false };
    return instant < until ? { from, until, isInside: true } : { from: until, until: Infinity, isInside: false };
  };
}

function boundsOf({ start, end }: TimeWindow): { readonly from: number; readonly until: number } {
  return {
    from: start === undefined ? -MAX_INSTANT : Date.parse(start),
    until: end === undefined ? MAX_INSTANT + 1 : Date.parse(end),
  };
}
