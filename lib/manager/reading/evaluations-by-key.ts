import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { FlagKey } from '../../engine/typed-flags.js';

/** The answers of all known flags, by key. */
export type FlagEvaluationsByKey = { readonly [K in FlagKey]?: FlagEvaluation };

/**
 * An object without a prototype, so that a flag named `constructor` is found only if there is one. Answers leave out the
 * prerequisite: whoever is sent one flag's answer may have no right to know of another flag.
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
