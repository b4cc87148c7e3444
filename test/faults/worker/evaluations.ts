import type { FlagManager } from '../../../dist/index.js';
import { SHOP_KEYS, SHOP_USERS } from '../shop.js';

export interface EvaluationReport {
  readonly count: number;
  /** Answers that no change has given, with their reasons, and what was thrown. */
  readonly failed: readonly string[];
  /** The labels that were answered. */
  readonly served: readonly string[];
  readonly longestMs: number;
}

const EVERY_MS = 1;

/** Asks for every flag of the shop, many times a second, until it is stopped. */
export class Evaluations {
  readonly #flags: FlagManager;
  readonly #timer: NodeJS.Timeout;
  readonly #served = new Set<string>();
  readonly #failed: string[] = [];
  #count = 0;
  #longestMs = 0;

  constructor(flags: FlagManager) {
    this.#flags = flags;
    this.#timer = setInterval(() => this.#askForAll(), EVERY_MS);
  }

  stop(): EvaluationReport {
    clearInterval(this.#timer);
    return { count: this.#count, failed: this.#failed, served: [...this.#served], longestMs: this.#longestMs };
  }

  #askForAll(): void {
    for (const key of SHOP_KEYS) for (const userId of SHOP_USERS) this.#ask(key, userId);
  }

  #ask(key: string, userId: string): void {
    const began = performance.now();
    try {
      const { value, reason } = this.#flags.evaluate(key, { userId });
      const isDefined = reason === 'override' || reason === 'variant';
      if (isDefined && typeof value === 'string') this.#served.add(value);
      else this.#failed.push(`${key} answered ${JSON.stringify(value)}: ${reason}`);
    } catch (error) {
      this.#failed.push(`${key} threw ${String(error)}`);
    }
    this.#count++;
    this.#longestMs = Math.max(this.#longestMs, performance.now() - began);
  }
}
