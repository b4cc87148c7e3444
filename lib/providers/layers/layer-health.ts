import type { ProviderState } from '../provider-status.js';

/** The health of a layer: its state, since when, and the error. */
export class LayerHealth {
  readonly #now: () => number;
  #state: ProviderState = 'pending';
  #since: number;
  #error: unknown;
  #failures = 0;

  /** @param now the time in milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
    this.#since = now();
  }

  get state(): ProviderState {
    return this.#state;
  }

  /** When the current state began, in milliseconds since 1970. */
  get since(): number {
    return this.#since;
  }

  /** The error of the last read; `undefined` if it succeeded. */
  get error(): unknown {
    return this.#error;
  }

  /** How many reads have failed. */
  get failures(): number {
    return this.#failures;
  }

  /** Whether nothing was read yet, because the layer is still being read or has failed. */
  get isUnread(): boolean {
    return this.#state === 'pending' || this.#state === 'failed';
  }

  markLoaded(): void {
    this.#error = undefined;
    this.#enter('loaded');
  }

  markFailed(error: unknown): void {
    this.#failures++;
    this.#error = error ?? new Error('rejected without a reason');
    this.#enter(this.isUnread ? 'failed' : 'stale');
  }

  #enter(state: ProviderState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#since = this.#now();
  }
}
