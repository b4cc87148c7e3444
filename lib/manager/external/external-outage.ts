import type { Clock } from '../clock.js';

const TIMEOUTS_IN_A_ROW = 5;
const PAUSE_MS = 1000;

/** Pauses requests to an external provider that no longer answers in time, so that they do not wait for nothing. */
export class ExternalOutage {
  readonly #clock: Pick<Clock, 'now'>;
  #timeouts = 0;
  #pausedUntil = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Whether the provider should not be asked now. */
  get isPaused(): boolean {
    return this.#clock.now() < this.#pausedUntil;
  }

  /** Records a request that was answered, at least in part. */
  answered(): void {
    this.#timeouts = 0;
    this.#pausedUntil = 0;
  }

  /** Records a request without any answer in time. After five in a row, requests are paused for a second each time. */
  timedOut(): void {
    if (++this.#timeouts >= TIMEOUTS_IN_A_ROW) this.#pausedUntil = this.#clock.now() + PAUSE_MS;
  }
}
