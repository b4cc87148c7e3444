import type { Flag } from '../flag.js';
import type { FlagContext } from '../flag-context.js';
import type { FlagEvaluation } from '../flag-evaluation.js';

/** Answers for one context. Synchronous and pure; never throws, for any context. */
export type Evaluator = (context: FlagContext) => FlagEvaluation;

/** What a compiled flag may use of the world. */
export interface EngineServices {
  /** Now, in milliseconds since 1970. */
  readonly now: () => number;
}

/** How one type of flag decides while its master switch is on. All answers are built here, once, and then shared. */
export type Strategy<F extends Flag> = (flag: F, services: EngineServices) => Evaluator;
