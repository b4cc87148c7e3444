import type { FlagLogger } from './flag-logger.js';

const MAX_KEYS = 1000;
const MAX_LENGTH = 128; // of a legal key

/** Counts the questions for flags that nobody defines, and warns once for each; bounded, whatever callers ask for. */
export class MissingFlags {
  readonly #counts = new Map<string, number>();
  readonly #logger: FlagLogger;

  constructor(logger: FlagLogger) {
    this.#logger = logger;
  }

  count(key: unknown): void {
    if (typeof key !== 'string') return;
    const name = key.slice(0, MAX_LENGTH);
    const count = this.#counts.get(name);
    if (count === undefined && this.#counts.size >= MAX_KEYS) return;
    this.#counts.set(name, (count ?? 0) + 1);
    if (count === undefined) {
      this.#logger.warn(
        `Flag ${JSON.stringify(name.slice(0, 80))} is not defined by any provider: its default answers.`,
      );
    }
  }

  /** How often each of the first 1,000 unknown keys was asked for. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}
