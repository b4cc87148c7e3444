import { withTimeout } from '../../internal/with-timeout.js';
import type { ExposureSink, FlagEvent } from './exposure-event.js';
import type { ResolvedExposureOptions } from './resolve-exposure-options.js';
import { targetingKeyHash } from './targeting-key-hash.js';

/** Calls the sink with one batch at a time. */
export class EventSender {
  readonly #sink: ExposureSink;
  readonly #timeout: number;
  readonly #hash: ((targetingKey: string) => string) | undefined;
  #inFlight: AbortController | undefined;

  constructor({ sink, timeout, hashSecret }: Pick<ResolvedExposureOptions, 'sink' | 'timeout' | 'hashSecret'>) {
    this.#sink = sink;
    this.#timeout = timeout;
    this.#hash = hashSecret === undefined ? undefined : targetingKeyHash(hashSecret);
  }

  /**
   * Resolves when the sink has accepted the events.
   *
   * @throws what the sink throws, the reason of {@link abort}, or an error after the timeout
   */
  async send(events: readonly FlagEvent[]): Promise<void> {
    const inFlight = (this.#inFlight = new AbortController());
    const { signal } = inFlight;
    const expired = () => new Error(`it took longer than ${this.#timeout} ms`);
    try {
      await withTimeout(() => this.#sink(events.map(this.#anonymized), signal), this.#timeout, expired, signal);
    } catch (error) {
      inFlight.abort(error);
      throw error;
    } finally {
      this.#inFlight = undefined;
    }
  }

  /** Gives up the batch that is being sent, if any. */
  abort(reason: unknown): void {
    this.#inFlight?.abort(reason);
  }

  /** Keys are hashed here, because an evaluation must not wait for it. */
  readonly #anonymized = (event: FlagEvent): FlagEvent => {
    if (this.#hash === undefined) return event;
    return Object.freeze({ ...event, targetingKey: this.#hash(event.targetingKey) });
  };
}
