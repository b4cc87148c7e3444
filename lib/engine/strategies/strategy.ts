import type { Evaluator, Scope } from '../compile/scope.js';
import type { Flag } from '../flag.js';
import type { FlagEvaluation } from '../flag-evaluation.js';

/** A flag's answer if it is the same for every context, else a function that decides for each. */
export type Decision = FlagEvaluation | Evaluator;

/**
 * How one type of flag decides while its master switch is on. All answers are built here, once, and then shared. The types
 * themselves are the union `Flag` in `flag.ts`.
 */
export type Strategy<F extends Flag> = (flag: F, scope: Scope) => Decision;
