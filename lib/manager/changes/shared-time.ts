import type { Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';

export interface SharedTimeOptions {
  /** Asks the store for its time; absent where it tells none, so that each instance goes by its own. */
  readonly ask?: (() => Promise<number>) | undefined;
  /** The store's name, for errors. */
  readonly store: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: FlagLogger;
}

/** How long the difference of two clocks is relied upon: an operator may set either of them. */
export const RELIED_UPON_MS = 60_000;

const RETRY_MS = 5000;
const WARN_MS = 5000;

/**
 * The time by which what all instances share becomes due: the store's, in milliseconds since 1970. Between two answers it
 * is told from the clock of this instance and the difference that was found last.
 */
export class SharedTime {
  readonly #options: SharedTimeOptions;
  /** By how much the clock of this instance is ahead. */
  #ahead = 0;
  /** By the clock of this instance; `undefined` until it was asked for. */
  #askAgainAt: number | undefined;
  #hasWarned = false;

  constructor(options: SharedTimeOptions) {
    this.#options = options;
  }

  /** Whether it is the time of this instance, because the store tells none. */
  get isOwn(): boolean {
    return this.#options.ask === undefined;
  }

  /** Whether the store has not been asked yet. */
  get isUnknown(): boolean {
    return !this.isOwn && this.#askAgainAt === undefined;
  }

  /** As far as is known here. */
  now(): number {
    return this.#options.clock.now() - this.#ahead;
  }

  /** How long what is known may be relied upon, in milliseconds; 0 when the store should be asked. */
  get reliedUpon(): number {
    if (this.isOwn) return Infinity;
    const remaining = (this.#askAgainAt ?? -Infinity) - this.#options.clock.now();
    return remaining > RELIED_UPON_MS ? 0 : Math.max(0, remaining); // more remains only when the clock was set back
  }

  /**
   * Asks the store.
   *
   * @throws what the call of the store throws, and when the answer is no time
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

  /** The clocks differ by something between the two, for nobody knows when exactly the store answered. */
  #compare(least: number, most: number): void {
    const ahead = least > 0 ? least : Math.min(0, most);
    if (this.#hasWarned || Math.abs(ahead) <= WARN_MS) return;
    this.#hasWarned = true;
    const { store, logger } = this.#options;
    logger.warn(
      `The clock of this instance is ${Math.round(Math.abs(ahead) / 1000)} s ${ahead > 0 ? 'ahead of' : 'behind'} that of ` +
        `flag store "${store}". Overrides end and scheduled changes are made by the time of the store, but what this ` +
        'instance evaluates and records goes by its own clock: synchronize both machines with NTP.',
    );
  }
}
