import { errorCodesOf } from '../../internal/error-codes.js';
import { failureDetail } from '../provider.errors.js';
import type { ProviderState, ProviderStatus } from '../provider-status.js';

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

  /** The health as the status of the provider of that name shows it. */
  status(name: string): Pick<ProviderStatus, 'state' | 'since' | 'failures' | 'error' | 'errorCodes'> {
    const error = this.#error;
    return {
      state: this.#state,
      since: new Date(this.#since).toISOString(),
      failures: this.#failures,
      ...(error === undefined ? {} : { error: failureDetail(name, error), errorCodes: errorCodesOf(error) }),
    };
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
