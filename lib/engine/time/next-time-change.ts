import { MAX_INSTANT } from '../../internal/date-time.js';
import { isFixed } from './compile-share.js';
import { windowSpans } from './compile-window.js';
import type { ProgressionPoint, Share } from './progression.js';
import type { TimeWindow } from './time-window.js';
import type { WindowSpan } from './window-span.js';
import { DAY } from './zone-clock.js';

/**
 * Finds the first instant after another one at which something may change with time; `Infinity` if there is none.
 * Instants are in milliseconds since 1970.
 */
export type NextTimeChange = (after: number) => number;

/** While a percentage grows steadily, it counts as changed at each full minute. */
const MINUTE = 60_000;

/**
 * How far recurring windows are searched for their next change. It is counted from the beginning of a day, so that
 * searches of the same day find the same instant.
 */
const HORIZON = 33 * DAY;

/**
 * Finds when a window opens or closes next. A recurring window that changes only in more than 32 days counts as one that
 * does not change. The last result is remembered, because a search takes many look-ups of time zones.
 */
export function nextWindowChange(window: TimeWindow): NextTimeChange {
  const spanAt = windowSpans(window);
  if (window.recurrence === undefined) return (after) => withinTime(spanAt(after).until);
  let from = Infinity;
  let until = -Infinity;
  let found = Infinity;
  return (after) => {
    if (from <= after && after < until) return found;
    const today = Math.floor(after / DAY) * DAY;
    found = firstChange(spanAt, after, today + HORIZON);
    from = after;
    until = found === Infinity ? today + DAY : found; // tomorrow, the search goes further
    return found;
  };
}

function firstChange(spanAt: (instant: number) => WindowSpan, after: number, horizon: number): number {
  let span = spanAt(after);
  const { isInside } = span;
  while (span.until < horizon) {
    const next = spanAt(span.until);
    if (next.isInside !== isInside) return span.until;
    span = next;
  }
  return Infinity;
}

/** The bounds of a window without an end are beyond all instants. */
function withinTime(instant: number): number {
  return instant <= MAX_INSTANT ? instant : Infinity;
}

/** Finds when a percentage changes next; while it grows steadily, at the next full minute. */
export function nextShareChange(share: Share): NextTimeChange {
  if (isFixed(share)) return () => Infinity;
  if ('steps' in share) return nextPoint(share.steps);
  const pointAfter = nextPoint(share.linear);
  const first = Date.parse(share.linear[0]?.at ?? '');
  return (after) => {
    const point = pointAfter(after);
    const isGrowing = after >= first && point < Infinity;
    return isGrowing ? Math.min(point, (Math.floor(after / MINUTE) + 1) * MINUTE) : point;
  };
}

function nextPoint(points: readonly ProgressionPoint[]): NextTimeChange {
  const instants = points.map(({ at }) => Date.parse(at));
  return (after) => instants.find((instant) => instant > after) ?? Infinity;
}
