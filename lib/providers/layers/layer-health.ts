import type { ProviderState } from '../provider-status.js';

/** How reading a layer goes: its state, since when, and why it fails. */
export class LayerHealth {
  readonly #now: () => number;
  #state: ProviderState = 'pending';
  #since: number;
  #error: unknown;

  /** @param now the time in milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
    this.#since = now();
  }

  get state(): ProviderState {
    return this.#state;
  }

  /** When it came into this state, in milliseconds since 1970. */
  get since(): number {
    return this.#since;
  }

  /** What the last read threw; `undefined` after a good one. */
  get error(): unknown {
    return this.#error;
  }

  /** Whether nothing was read yet: because it is still being read, or because that failed. */
  get isUnread(): boolean {
    return this.#state === 'pending' || this.#state === 'failed';
  }

  markLoaded(): void {
    this.#error = undefined;
    this.#enter('loaded');
  }

  markFailed(error: unknown): void {
    this.#error = error ?? new Error('rejected without a reason');
    this.#enter(this.isUnread ? 'failed' : 'stale');
  }

  #enter(state: ProviderState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#since = this.#now();
  }
}
