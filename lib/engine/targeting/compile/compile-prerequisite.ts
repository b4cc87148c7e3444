import { offAnswer } from '../../compile/answers.js';
import { undecidedAnswer } from '../../compile/evaluation-failure.js';
import type { Flag } from '../../flag.js';
import { EvaluationReason, isDecision, type FlagEvaluation } from '../../flag-evaluation.js';
import { jsonEqual } from '../../json/json-equal.js';
import type { Evaluator, Scope } from '../../compile/scope.js';
import { traced } from '../../compile/tracer.js';
import type { Prerequisite } from '../prerequisite.js';
import type { Matcher } from './matcher.js';

/** Checks a flag's prerequisites before its own decision. The answer names the one that keeps the flag off. */
export function compilePrerequisites(
  flag: Flag,
  prerequisites: readonly Prerequisite[],
  next: Evaluator,
  scope: Scope,
): Evaluator {
  const checks = prerequisites.map((prerequisite) => ({
    holds: compilePrerequisite(prerequisite, scope),
    failed: naming(prerequisite, offAnswer(flag, EvaluationReason.PrerequisiteFailed)),
    undecided: naming(prerequisite, undecidedAnswer(flag, flag.key)), // so that no prerequisite on this flag holds, not even "off"
  }));
  return (context) => {
    let undecided: FlagEvaluation | undefined;
    for (const check of checks) {
      const verdict = check.holds(context);
      if (verdict === false) return check.failed;
      if (verdict === undefined) undecided ??= check.undecided;
    }
    return undecided ?? next(context);
  };
}

function naming({ flag: prerequisite }: Prerequisite, answer: FlagEvaluation): FlagEvaluation {
  return Object.freeze({ ...answer, prerequisite });
}

/** Whether another flag meets a prerequisite or condition; undecided if that flag is unknown or undecided. */
export function compilePrerequisite(prerequisite: Prerequisite, scope: Scope): Matcher {
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
