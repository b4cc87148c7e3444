import { LONGEST_TIMER } from '../internal/longest-timer.js';

/** Cancels what was scheduled. */
export type Cancel = () => void;

/** Where the manager gets its time from; tests inject one that stands still. */
export interface Clock {
  /** Now, in milliseconds since 1970. */
  now(): number;
  /** Runs `task` once `delay` milliseconds have passed. A pending task keeps no process alive. */
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
