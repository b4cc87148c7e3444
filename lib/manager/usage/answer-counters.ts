import { FlagCounter } from './flag-counter.js';

export const MAX_FLAGS = 100_000; // as many as one source may define

/**
 * Counts the answers that are served to code, by flag. The counts are kept for the lifetime of the manager, whatever
 * happens to the definitions.
 */
export class AnswerCounters {
  readonly #flags = new Map<string, FlagCounter>();
  readonly #uncounted = new FlagCounter('');

  /** The counters of all flags that gave an answer. */
  get flags(): Iterable<FlagCounter> {
    return this.#flags.values();
  }

  /** The counter of a flag. Flags over the limit share one that is not listed. */
  of(key: string): FlagCounter {
    const known = this.#flags.get(key);
    if (known !== undefined) return known;
    if (this.#flags.size >= MAX_FLAGS) return this.#uncounted;
    const added = new FlagCounter(key);
    this.#flags.set(key, added);
    return added;
  }
}
