import type { Flag } from '../flag.js';
import type { Evaluator, Scope } from '../compile/scope.js';

/**
 * How one type of flag decides while its master switch is on. All answers are built here, once, and then shared. The types
 * themselves are the union `Flag` in `flag.ts`.
 */
export type Strategy<F extends Flag> = (flag: F, scope: Scope) => Evaluator;
