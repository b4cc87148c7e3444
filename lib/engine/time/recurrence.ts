import { MAX_INSTANT } from '../../internal/date-time.js';
import type { Recurrence } from './time-window.js';
import { windowDays } from './window-days.js';
import type { WindowSpan } from './window-span.js';
import { zoneClock } from './time-zone.js';
import { DAY } from './zone-clock.js';

/**
 * Tests whether an instant is in a recurring window. The span of time in which the answer stays the same is remembered,
 * so that repeated look-ups for the current time cost two comparisons.
 *
 * @param start the start of the first window, in milliseconds since 1970
 * @param end the end of the first window, in milliseconds since 1970; exclusive
 */
export function compileRecurrence(start: number, end: number, recurrence: Recurrence): (instant: number) => boolean {
  const spanAt = recurrenceSpans(start, end, recurrence);
  let known: WindowSpan = { from: -Infinity, until: start, isInside: false };
  return (instant) => {
    if (known.from <= instant && instant < known.until) return known.isInside;
    if (!(Math.abs(instant) <= MAX_INSTANT)) return false;
    known = spanAt(instant);
    return known.isInside;
  };
}

/**
 * Finds the span around an instant in which a recurring window is open, or closed: it is open exactly while the clock of
 * `recurrence.timeZone` shows a time inside it. Times that the clock skips are in no window, and times that it shows twice
 * are in the window both times. In addition, the first window starts and ends at exactly its instants. A window that is
 * skipped entirely still counts towards `count`. The span may be shorter than possible.
 *
 * A look-up is arithmetic on days, regardless of the number of windows.
 *
 * @param start the start of the first window, in milliseconds since 1970
 * @param end the end of the first window, in milliseconds since 1970; exclusive
 */
export function recurrenceSpans(start: number, end: number, recurrence: Recurrence): (instant: number) => WindowSpan {
  const clock = zoneClock(recurrence.timeZone);
  const localStart = clock.localOf(start);
  const localEnd = clock.localOf(end);
  const firstDay = Math.floor(localStart / DAY);
  const days = windowDays(recurrence, firstDay);
  const last = lastWindow();
  const overSince = overAfter(last);

  function beginOf(window: number): number {
    return localStart + (days.dayOf(window) - firstDay) * DAY;
  }

  function endOf(window: number): number {
    return localEnd + (days.dayOf(window) - firstDay) * DAY;
  }

  /** The last window that begins at or before a local time; below 0 if there is none. */
  function lastBegunBy(local: number): number {
    const window = days.lastBy(Math.floor(local / DAY));
    return window >= 0 && beginOf(window) > local ? window - 1 : window;
  }

  function lastWindow(): number {
    const { count = Infinity, until: written } = recurrence;
    if (written === undefined) return count - 1;
    const until = Date.parse(written);
    let window = lastBegunBy(clock.localOf(until) + DAY); // the clock may have shown a later time before it was set back
    while (window > 0 && clock.firstShown(beginOf(window)) > until) window--;
    return Math.min(count - 1, window);
  }

  /** The instant at which the last window ends. */
  function overAfter(window: number): number {
    if (window === Infinity) return Infinity;
    return window <= 0 ? end : clock.lastShown(endOf(window));
  }

  return (instant) => {
    if (instant < start) return { from: -Infinity, until: start, isInside: false };
    if (instant >= overSince) return { from: overSince, until: Infinity, isInside: false };

    const local = clock.localOf(instant);
    const window = Math.min(lastBegunBy(local), last);
    const isInside = window >= 0 && local < endOf(window);
    const since = isInside ? beginOf(window) : window >= 0 ? endOf(window) : -Infinity;
    const to = isInside ? endOf(window) : window < last ? beginOf(window + 1) : Infinity;
    const steady = clock.steadyAround(instant);
    const from = Math.max(start, steady.from, instant - (local - since));
    const until = Math.min(MAX_INSTANT + 1, overSince, steady.until, instant + (to - local));
    if (window !== 0) return { from, until, isInside };
    if (instant < end) return { from, until: Math.min(until, end), isInside };
    return { from: Math.max(from, end), until, isInside: false };
  };
}
