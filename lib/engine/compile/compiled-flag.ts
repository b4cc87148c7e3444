import type { Flag } from '../flag.js';
import type { FlagContext } from '../flag-context.js';
import type { FlagEvaluation } from '../flag-evaluation.js';
import type { Decision } from '../strategies/strategy.js';
import { reportUnreadable, undecidedAnswer } from './evaluation-failure.js';
import type { Scope } from './scope.js';

/**
 * A compiled flag. Its evaluation is synchronous and pure, and never throws for any context.
 *
 * This is an object with a method, not a function: where one call site evaluates many flags, V8 can inline the methods
 * of a few classes, but calls many different functions generically, which takes longer than most evaluations.
 */
export interface CompiledFlag<T = FlagEvaluation> {
  evaluate(context: FlagContext): T;
}

/** A flag whose answer is the same for every context. */
export class FixedFlag implements CompiledFlag {
  readonly #answer: FlagEvaluation;

  constructor(answer: FlagEvaluation) {
    this.#answer = answer;
  }

  evaluate(): FlagEvaluation {
    return this.#answer;
  }
}

/**
 * A flag whose answer depends on the context. Whenever its evaluation throws, it is off with the reason
 * `evaluation_error`, so that a failure never turns a flag on.
 */
export class DecidingFlag<T> implements CompiledFlag<T | FlagEvaluation> {
  readonly #decide: (context: FlagContext) => T;
  readonly #flag: Flag | undefined;
  readonly #scope: Pick<Scope, 'key' | 'report'>;

  /** @param flag the definition; absent for a key that has overrides only */
  constructor(decide: (context: FlagContext) => T, flag: Flag | undefined, scope: Pick<Scope, 'key' | 'report'>) {
    this.#decide = decide;
    this.#flag = flag;
    this.#scope = scope;
  }

  evaluate(context: FlagContext): T | FlagEvaluation {
    try {
      return this.#decide(context);
    } catch (error) {
      reportUnreadable(error, this.#scope);
      return undecidedAnswer(this.#flag, this.#scope.key);
    }
  }
}

export function compiledFlag(decision: Decision, flag: Flag, scope: Scope): CompiledFlag {
  return typeof decision === 'function' ? new DecidingFlag(decision, flag, scope) : new FixedFlag(decision);
}
