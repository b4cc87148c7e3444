import type { ExplanationStep } from './explanation-step.js';
import type { FlagEvaluation } from './flag-evaluation.js';

/**
 * The record of how a flag arrived at its answer. It contains attributes of the user: show it to operators, do not log
 * it.
 */
export interface Explanation {
  /** The flag's key. */
  readonly key: string;
  /** The instant it was evaluated for, ISO 8601 in UTC. */
  readonly at: string;
  /** The answer, as an evaluation returns it. */
  readonly evaluation: FlagEvaluation;
  /** The steps of the evaluation, in order; steps may contain nested steps. */
  readonly steps: readonly ExplanationStep[];
  /** Present when a limit was reached: of more than 10,000 steps or 2 Mi characters, later steps are left out. */
  readonly truncated?: true | undefined;
}
