import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { FlagKey } from '../../engine/typed-flags.js';

/** The answers of all known flags, by key. */
export type FlagEvaluationsByKey = { readonly [K in FlagKey]?: FlagEvaluation };

/** As an object without a prototype, so that a flag named `constructor` is found only if there is one. */
export function evaluationsByKey(evaluations: readonly FlagEvaluation[]): FlagEvaluationsByKey {
  const byKey: Record<string, FlagEvaluation> = Object.create(null) as Record<string, FlagEvaluation>;
  for (const evaluation of evaluations) byKey[evaluation.key] = evaluation;
  return byKey;
}
