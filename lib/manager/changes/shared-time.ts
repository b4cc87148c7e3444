import { topicLogger } from '../topic-logger.js';
import type { Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';

export interface SharedTimeOptions {
  /** Reads the time of the store; absent if the store has none, so that each instance uses its own. */
  readonly ask?: (() => Promise<number>) | undefined;
  /** The store's name, for errors. */
  readonly store: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: FlagLogger;
}

/** How long a measured difference between the clocks is trusted, because an operator may change either of them. */
export const RELIED_UPON_MS = 60_000;

const RETRY_MS = 5000;
const WARN_MS = 5000;

/**
 * The time that all instances share to decide what is due: that of the store, in milliseconds since 1970. Between two
 * reads it is computed from the clock of this instance and the last measured difference.
 */
export class SharedTime {
  readonly #options: SharedTimeOptions;
  /** How far the clock of this instance is ahead, in milliseconds. */
  #ahead = 0;
  /** When the store's time is read again, by the clock of this instance; `undefined` before the first read. */
  #askAgainAt: number | undefined;
  #hasWarned = false;

  constructor(options: SharedTimeOptions) {
    this.#options = options;
  }

  /** Whether the time is read from the clock of this instance, because the store has none. */
  get isOwn(): boolean {
    return this.#options.ask === undefined;
  }

  /** Whether the time of the store has not been read yet. */
  get isUnknown(): boolean {
    return !this.isOwn && this.#askAgainAt === undefined;
  }

  /** The current shared time, as estimated here. */
  now(): number {
    return this.#options.clock.now() - this.#ahead;
  }

  /** How long the estimate can be trusted, in milliseconds; 0 if the store should be asked. */
  get reliedUpon(): number {
    if (this.isOwn) return Infinity;
    const remaining = (this.#askAgainAt ?? -Infinity) - this.#options.clock.now();
    return remaining > RELIED_UPON_MS ? 0 : Math.max(0, remaining); // it can exceed the limit only if the clock was set back
  }

  /**
   * Reads the time of the store.
   *
   * @throws what the store throws, and an error when the result is not a time
   */
  async ask(): Promise<number> {
    const { ask, clock, store } = this.#options;
    const asked = clock.now();
    if (ask === undefined) return asked;
    this.#askAgainAt = asked + RETRY_MS;
    const now = await ask();
    if (!Number.isFinite(now)) throw new Error(`now() of flag store "${store}" must return milliseconds since 1970`);
    const answered = clock.now();
    this.#ahead = answered - now;
    this.#askAgainAt = answered + RELIED_UPON_MS;
    this.#compare(asked - now, answered - now);
    return now;
  }

  /**
   * Compares the clocks. Their difference is between the two arguments, because the exact time of the store's answer is
   * unknown.
   */
  #compare(least: number, most: number): void {
    const ahead = least > 0 ? least : Math.min(0, most);
    if (this.#hasWarned || Math.abs(ahead) <= WARN_MS) return;
    this.#hasWarned = true;
    const { store, logger } = this.#options;
    topicLogger(logger, 'clock-difference').warn(
      `The clock of this instance is ${Math.round(Math.abs(ahead) / 1000)} s ${ahead > 0 ? 'ahead of' : 'behind'} that of ` +
        `flag store "${store}". Overrides expire and scheduled changes are made by the time of the store, but this ` +
        'instance evaluates flags and records changes by its own clock: synchronize both machines with NTP.',
    );
  }
}
