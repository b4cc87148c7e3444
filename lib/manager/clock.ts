import { LONGEST_TIMER } from '../internal/longest-timer.js';

/** Cancels a scheduled task. */
export type Cancel = () => void;

/** The source of time and timers for the manager. Tests inject a clock that they control. */
export interface Clock {
  /** Returns the current time, in milliseconds since 1970. */
  now(): number;
  /** Runs `task` after `delay` milliseconds. A pending task does not keep the process alive. */
  schedule(task: () => void, delay: number): Cancel;
}

/** The system's clock and timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(task, delay) {
    let timer: NodeJS.Timeout;
    const wait = (rest: number) => {
      const step = Math.min(rest, LONGEST_TIMER);
      timer = setTimeout(() => (rest > step ? wait(rest - step) : task()), step).unref();
    };
    wait(Math.max(0, delay));
    return () => clearTimeout(timer);
  },
};
