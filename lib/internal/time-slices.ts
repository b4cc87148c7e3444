import { setImmediate as afterEvents } from 'node:timers/promises';

const SLICE_MS = 4;

/**
 * Divides long work into slices, so that nothing else is blocked for more than a few milliseconds: `if (slices.isOver)
 * await slices.next();` between two steps.
 */
export class TimeSlices {
  readonly #signal: AbortSignal;
  #end = performance.now() + SLICE_MS;

  /** @param signal ends the work at the end of a slice */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  get isOver(): boolean {
    return performance.now() >= this.#end;
  }

  /** Waits until all pending events have been handled. */
  async next(): Promise<void> {
    await afterEvents();
    this.#signal.throwIfAborted();
    this.#end = performance.now() + SLICE_MS;
  }
}
