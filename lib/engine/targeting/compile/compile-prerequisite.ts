import { offAnswer } from '../../answers.js';
import type { Flag } from '../../flag.js';
import type { FlagContext } from '../../flag-context.js';
import { EvaluationReason, type FlagEvaluation } from '../../flag-evaluation.js';
import { jsonEqual } from '../../json-equal.js';
import type { Evaluator, Scope } from '../../scope.js';
import { traced } from '../../tracer.js';
import type { Prerequisite } from '../prerequisite.js';

/** Puts the flags that a flag depends on before its own decision. */
export function compilePrerequisites(
  flag: Flag,
  prerequisites: readonly Prerequisite[],
  behind: Evaluator,
  scope: Scope,
): Evaluator {
  const failed = offAnswer(flag, EvaluationReason.PrerequisiteFailed);
  const checks = prerequisites.map((prerequisite) => compilePrerequisite(prerequisite, scope));
  const broken = offAnswer(flag, EvaluationReason.EvaluationError); // so that nothing holds on it in turn, not even "off"
  return (context) => {
    for (const check of checks) {
      const verdict = check(context);
      if (verdict !== true) return verdict === undefined ? broken : failed;
    }
    return behind(context);
  };
}

/** Whether a prerequisite holds; `undefined` when nobody can tell, for a strategy has failed. */
function compilePrerequisite(prerequisite: Prerequisite, scope: Scope): (context: FlagContext) => boolean | undefined {
  const accepts = acceptedBy(prerequisite);
  const holds = (answer: FlagEvaluation | undefined) => {
    if (answer === undefined) return false;
    return answer.reason === EvaluationReason.EvaluationError ? undefined : accepts(answer);
  };
  const evaluate = traced(scope, scope.flag(prerequisite.flag), (answer) => ({
    step: 'prerequisite',
    prerequisite,
    answer: answer ?? null,
    holds: holds(answer) === true,
  }));
  return (context) => holds(evaluate(context));
}

function acceptedBy({ enabled = true, variants, value }: Prerequisite): (answer: FlagEvaluation) => boolean {
  if (variants !== undefined) {
    return (answer) => answer.enabled && answer.variant !== undefined && variants.includes(answer.variant);
  }
  if (value !== undefined) return (answer) => answer.enabled && jsonEqual(answer.value, value);
  return (answer) => answer.enabled === enabled;
}
