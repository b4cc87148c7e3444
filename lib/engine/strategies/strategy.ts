import type { Evaluator, Scope } from '../compile/scope.js';
import type { Flag } from '../flag.js';
import type { FlagEvaluation } from '../flag-evaluation.js';

/** A flag's answer if it is the same for every context, else a function that computes it. */
export type Decision = FlagEvaluation | Evaluator;

/**
 * A function that compiles a flag of one type to the decision that applies while its master switch is on. All answers
 * are built once, when the flag is compiled, and then shared. The types themselves are the union `Flag` in `flag.ts`.
 */
export type Strategy<F extends Flag> = (flag: F, scope: Scope) => Decision;
