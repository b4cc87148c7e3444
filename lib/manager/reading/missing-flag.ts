import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { SnapshotEvaluator } from './flag-entry.js';

export interface Counter {
  count: number;
}

/** Where the questions for missing flags are counted. */
interface MissingCounters {
  /** Whether questions count. */
  readonly isCounting: boolean;
  counter(name: string | undefined): Counter;
}

/** A flag without a definition in force: the answer is `undefined` unless an override holds, and is counted. */
export class MissingFlag implements SnapshotEvaluator {
  readonly #counters: MissingCounters;
  readonly #name: string | undefined;
  readonly #overrides: SnapshotEvaluator | undefined;
  #counter: Counter | undefined;

  /** @param name `undefined` if what was asked for is not a key */
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
