import type { Cancel, Clock } from '../../../lib/manager/clock.js';
import type { ManualClock } from '../../../lib/testing/manual-clock.js';

/** The clock of an instance that shows another time; its timers run as long as anybody's. */
export class SkewedClock implements Clock {
  readonly #right: ManualClock;

  /** @param ahead of the right time, in milliseconds */
  constructor(
    right: ManualClock,
    public ahead: number,
  ) {
    this.#right = right;
  }

  now(): number {
    return this.#right.now() + this.ahead;
  }

  schedule(task: () => void, delay: number): Cancel {
    return this.#right.schedule(task, delay);
  }
}
