import type { Flag } from '../flag.js';
import type { FlagContext } from '../flag-context.js';
import type { FlagEvaluation } from '../flag-evaluation.js';
import type { Decision } from '../strategies/strategy.js';
import { reportUnreadable, undecidedAnswer } from './evaluation-failure.js';
import type { Scope } from './scope.js';

/**
 * A flag that is compiled. Evaluation is synchronous and pure, and never throws, for any context.
 *
 * An object with a method, not a function: where one place evaluates many flags, V8 inlines a method of a few classes, but
 * calls each of many functions by its generic call, which takes longer than most flags need to decide.
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
 * A flag that looks at the context. It is off, with reason `evaluation_error`, whenever its evaluation throws: whatever the
 * cause, no flag is on because something failed.
 */
export class DecidingFlag<T> implements CompiledFlag<T | FlagEvaluation> {
  readonly #decide: (context: FlagContext) => T;
  readonly #flag: Flag | undefined;
  readonly #scope: Pick<Scope, 'key' | 'report'>;

  /** @param flag the definition, absent when only overrides know the key */
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
