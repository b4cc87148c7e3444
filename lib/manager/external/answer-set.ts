import type { FlagEvaluation } from '../../engine/flag-evaluation.js';

/** The answer of an external provider for one flag. */
export type ExternalAnswer = FlagEvaluation | 'not_found';

/** Asks an external provider for some flags. Flags without an answer are missing in the result; never rejects. */
export type AskForFlags = (keys: readonly string[]) => Promise<ReadonlyMap<string, ExternalAnswer>>;

/** The answers of an external provider for one user. Each flag is asked for once. */
export class AnswerSet {
  readonly #answers = new Map<string, ExternalAnswer>();
  readonly #asked = new Set<string>();
  #waiting: Promise<unknown> | undefined;

  /** @param fingerprint identifies the data that the provider is asked with */
  constructor(readonly fingerprint: string) {}

  /** The answer for a flag; `undefined` if the provider was not asked, or has failed. */
  get(key: string): ExternalAnswer | undefined {
    return this.#answers.get(key);
  }

  /** The evaluations that are pending; `undefined` if there are none. */
  get waiting(): Promise<unknown> | undefined {
    return this.#waiting;
  }

  /** Whether the provider was asked for a flag. */
  hasAsked(key: string): boolean {
    return this.#asked.has(key);
  }

  /** Asks for flags, unless they were asked for before. @returns `undefined` if there is nothing to wait for */
  ask(keys: readonly string[], ask: AskForFlags): Promise<unknown> | undefined {
    const others = keys.filter((key) => !this.#asked.has(key));
    if (others.length > 0) this.#wait(others, ask);
    return this.#waiting;
  }

  #wait(keys: readonly string[], ask: AskForFlags): void {
    for (const key of keys) this.#asked.add(key);
    const waiting: Promise<unknown> = Promise.all([this.#waiting, this.#add(keys, ask)]).finally(() => {
      if (this.#waiting === waiting) this.#waiting = undefined;
    });
    this.#waiting = waiting;
  }

  async #add(keys: readonly string[], ask: AskForFlags): Promise<void> {
    for (const [key, answer] of await ask(keys)) this.#answers.set(key, answer);
  }
}
