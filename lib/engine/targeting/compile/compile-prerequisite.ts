import { offAnswer } from '../../compile/answers.js';
import { undecidedAnswer } from '../../compile/evaluation-failure.js';
import type { Flag } from '../../flag.js';
import type { FlagContext } from '../../flag-context.js';
import { EvaluationReason, isDecision, type FlagEvaluation } from '../../flag-evaluation.js';
import { jsonEqual } from '../../json/json-equal.js';
import type { Evaluator, Scope } from '../../compile/scope.js';
import { traced } from '../../compile/tracer.js';
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
  const undecided = undecidedAnswer(flag, flag.key); // so that nothing holds on it in turn, not even "off"
  return (context) => {
    let isDecided = true;
    for (const check of checks) {
      const verdict = check(context);
      if (verdict === false) return failed;
      if (verdict === undefined) isDecided = false;
    }
    return isDecided ? behind(context) : undecided;
  };
}

/** Whether a prerequisite holds; `undefined` when its flag is unknown or undecided: neither on nor off. */
function compilePrerequisite(prerequisite: Prerequisite, scope: Scope): (context: FlagContext) => boolean | undefined {
  const accepts = acceptedBy(prerequisite);
  const holds = (answer: FlagEvaluation | undefined) => {
    return answer === undefined || !isDecision(answer.reason) ? undefined : accepts(answer);
  };
  const evaluate = traced(scope, scope.flag(prerequisite.flag), (answer) => ({
    step: 'prerequisite',
    prerequisite,
    answer: answer ?? null,
    holds: holds(answer) ?? null,
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
