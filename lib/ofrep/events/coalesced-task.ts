import type { Cancel, Clock } from '../../manager/clock.js';

/** Runs a task once for all calls within a delay after the first one. */
export class CoalescedTask {
  readonly #clock: Pick<Clock, 'schedule'>;
  readonly #delay: number;
  readonly #task: () => void;
  #cancel: Cancel | undefined;

  /** @param delay in milliseconds */
  constructor(clock: Pick<Clock, 'schedule'>, delay: number, task: () => void) {
    this.#clock = clock;
    this.#delay = delay;
    this.#task = task;
  }

  /** Runs the task after the delay, unless it is already scheduled. */
  schedule(): void {
    this.#cancel ??= this.#clock.schedule(() => {
      this.#cancel = undefined;
      this.#task();
    }, this.#delay);
  }

  cancel(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
