import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { FlagKey } from '../../engine/typed-flags.js';

/** The evaluations of all known flags, by key. */
export type FlagEvaluationsByKey = { readonly [K in FlagKey]?: FlagEvaluation };

/**
 * Converts evaluations to an object without a prototype, so that `constructor` is found only if a flag has that key.
 * Prerequisites are omitted, because the recipient of one flag's evaluation may not be allowed to know about another
 * flag.
 */
export function evaluationsByKey(evaluations: readonly FlagEvaluation[]): FlagEvaluationsByKey {
  const byKey: Record<string, FlagEvaluation> = Object.create(null) as Record<string, FlagEvaluation>;
  for (const evaluation of evaluations) byKey[evaluation.key] = withoutPrerequisite(evaluation);
  return byKey;
}

function withoutPrerequisite(evaluation: FlagEvaluation): FlagEvaluation {
  if (evaluation.prerequisite === undefined) return evaluation; // most flags do not depend on others
  const { prerequisite: _, ...rest } = evaluation;
  return Object.freeze(rest);
}
