import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { SnapshotEvaluator } from './flag-entry.js';

export interface Counter {
  count: number;
}

/** The counters of evaluations of missing flags. */
interface MissingCounters {
  /** Whether evaluations are counted. */
  readonly isCounting: boolean;
  counter(name: string | undefined): Counter;
}

/**
 * A flag without a definition in force. Unless it is overridden or forced, it returns `undefined` and counts the
 * evaluation.
 */
export class MissingFlag implements SnapshotEvaluator {
  readonly #counters: MissingCounters;
  readonly #name: string | undefined;
  readonly #overrides: SnapshotEvaluator | undefined;
  #counter: Counter | undefined;

  /** @param name the key; `undefined` if the caller did not give a string */
  constructor(counters: MissingCounters, name: string | undefined, overrides: SnapshotEvaluator | undefined) {
    this.#counters = counters;
    this.#name = name;
    this.#overrides = overrides;
  }

  evaluate(context: FlagContext): FlagEvaluation | undefined {
    const answer = this.#overrides?.evaluate(context);
    if (answer === undefined && this.#counters.isCounting) {
      this.#counter ??= this.#counters.counter(this.#name);
      this.#counter.count++;
    }
    return answer;
  }
}
