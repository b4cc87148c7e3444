import type { Recurrence } from './time-window.js';
import { windowDays } from './window-days.js';
import { DAY, MAX_INSTANT, zoneClock } from './zone-clock.js';

/**
 * Whether an instant lies in a window that comes back. Each window begins and ends at the clock times of the first one,
 * in `recurrence.timeZone`; see `ZoneClock` for the days on which clocks change. A window that such a change leaves
 * without any time is just empty, and still counts.
 *
 * A look-up is arithmetic on days, however many windows lie between. The span of time around it in which the answer
 * stays is kept, so that asking for "now" again costs two comparisons.
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

  // The first window is as written: its clock times may be the second ones of their kind.
  function beginOf(window: number): number {
    return window === 0 ? start : clock.instantOf(localStart + (days.dayOf(window) - firstDay) * DAY);
  }

  function endOf(window: number): number {
    return window === 0 ? end : clock.instantOf(localEnd + (days.dayOf(window) - firstDay) * DAY);
  }

  function lastBegunBy(instant: number): number {
    // Clocks set back over midnight repeat a day's end after the next day has begun: so begin with that one.
    let window = days.lastBy(Math.floor(clock.localOf(instant) / DAY) + 1);
    while (window >= 0 && beginOf(window) > instant) window--;
    return window;
  }

  function lastWindow(): number {
    const { count = Infinity, until } = recurrence;
    return Math.min(count - 1, until === undefined ? Infinity : lastBegunBy(Date.parse(until)));
  }

  let keptFrom = -Infinity;
  let keptUntil = start;
  let kept = false;

  function keep(from: number, until: number, answer: boolean): boolean {
    keptFrom = from;
    keptUntil = until;
    kept = answer;
    return answer;
  }

  return (instant) => {
    if (keptFrom <= instant && instant < keptUntil) return kept;
    if (!(Math.abs(instant) <= MAX_INSTANT)) return false;
    const window = Math.min(lastBegunBy(instant), last);
    if (window < 0) return keep(-Infinity, start, false);
    const begin = beginOf(window);
    const over = endOf(window);
    if (instant < over) return keep(begin, Math.min(over, MAX_INSTANT + 1), true);
    return keep(Math.max(begin, over), window < last ? beginOf(window + 1) : Infinity, false);
  };
}
