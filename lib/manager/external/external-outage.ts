import type { Clock } from '../clock.js';

const TIMEOUTS_IN_A_ROW = 5;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Pauses requests to an external provider that no longer answers in time, so that they do not wait for nothing, and
 * evaluations that never end do not accumulate. After each pause, a single request tries again.
 */
export class ExternalOutage {
  readonly #clock: Pick<Clock, 'now'>;
  #timeouts = 0;
  #pauses = 0;
  #pausedUntil = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Admits a request, or rejects it during a pause. Admitting one during an outage starts the next, longer pause. */
  admit(): boolean {
    if (this.#pauses === 0) return true;
    if (this.#clock.now() < this.#pausedUntil) return false;
    this.#pause();
    return true;
  }

  /** Records a request that was answered, at least in part. */
  answered(): void {
    this.#timeouts = 0;
    this.#pauses = 0;
  }

  /** Records a request without any answer in time. The fifth one in a row begins an outage. */
  timedOut(): void {
    this.#timeouts++;
    if (this.#timeouts === TIMEOUTS_IN_A_ROW) this.#pause();
  }

  #pause(): void {
    const pause = FIRST_PAUSE_MS * 2 ** this.#pauses++;
    this.#pausedUntil = this.#clock.now() + Math.min(pause, LONGEST_PAUSE_MS);
  }
}
