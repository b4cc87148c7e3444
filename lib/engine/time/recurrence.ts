import { MAX_INSTANT } from '../../internal/date-time.js';
import type { Recurrence } from './time-window.js';
import { windowDays } from './window-days.js';
import { zoneClock } from './time-zone.js';
import { DAY } from './zone-clock.js';

/**
 * Whether an instant lies in a window that recurs: exactly when the clock of `recurrence.timeZone` shows a time inside it.
 * Of times that the clock skips nothing is left, and times that it shows twice count twice. The first window has, besides,
 * the very instants at which it starts and ends. A window of which nothing is left still counts.
 *
 * A look-up is arithmetic on days, however many windows lie between. The span of time around it in which the answer
 * stays is remembered, so that asking for "now" again costs two comparisons.
 *
 * @param start of the first window, in milliseconds since 1970
 * @param end of the first window, in milliseconds since 1970; no longer part of it
 */
export function compileRecurrence(start: number, end: number, recurrence: Recurrence): (instant: number) => boolean {
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

  /** The last window that begins at a local time or before it; below 0 when there is none. */
  function lastBegunBy(local: number): number {
    const window = days.lastBy(Math.floor(local / DAY));
    return window >= 0 && beginOf(window) > local ? window - 1 : window;
  }

  function lastWindow(): number {
    const { count = Infinity, until: written } = recurrence;
    if (written === undefined) return count - 1;
    const until = Date.parse(written);
    let window = lastBegunBy(clock.localOf(until) + DAY); // the clock may have shown a later time and been set back
    while (window > 0 && clock.firstShown(beginOf(window)) > until) window--;
    return Math.min(count - 1, window);
  }

  /** The instant from which no window follows. */
  function overAfter(window: number): number {
    if (window === Infinity) return Infinity;
    return window <= 0 ? end : clock.lastShown(endOf(window));
  }

  let knownFrom = -Infinity;
  let knownUntil = start;
  let known = false;

  function remember(from: number, until: number, answer: boolean): boolean {
    knownFrom = from;
    knownUntil = until;
    known = answer;
    return answer;
  }

  return (instant) => {
    if (knownFrom <= instant && instant < knownUntil) return known;
    if (!(Math.abs(instant) <= MAX_INSTANT)) return false;
    if (instant < start) return remember(-Infinity, start, false);
    if (instant >= overSince) return remember(overSince, Infinity, false);

    const local = clock.localOf(instant);
    const window = Math.min(lastBegunBy(local), last);
    const isInside = window >= 0 && local < endOf(window);
    const since = isInside ? beginOf(window) : window >= 0 ? endOf(window) : -Infinity;
    const to = isInside ? endOf(window) : window < last ? beginOf(window + 1) : Infinity;
    const steady = clock.steadyAround(instant);
    const from = Math.max(start, steady.from, instant - (local - since));
    const until = Math.min(MAX_INSTANT + 1, overSince, steady.until, instant + (to - local));
    if (window !== 0) return remember(from, until, isInside);
    return instant < end ? remember(from, Math.min(until, end), isInside) : remember(Math.max(from, end), until, false);
  };
}
