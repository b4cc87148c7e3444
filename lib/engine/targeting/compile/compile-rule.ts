import { offAnswer } from '../../compile/answers.js';
import { compileServe, type Serve } from '../../compile/compile-serve.js';
import { undecidedAnswer } from '../../compile/evaluation-failure.js';
import type { Flag } from '../../flag.js';
import type { FlagContext } from '../../flag-context.js';
import { EvaluationReason, type FlagEvaluation } from '../../flag-evaluation.js';
import type { Evaluator, Scope } from '../../compile/scope.js';
import { traced } from '../../compile/tracer.js';
import { ruleId, type Rule, type RuleServe } from '../rule.js';
import type { Matcher } from './matcher.js';
import { compileCondition } from './compile-condition.js';
import { compileRollout } from './compile-rollout.js';

/** Checks the rules in order and uses the first one that matches. If none matches, the flag's type decides. */
export function compileRules(flag: Flag, rules: readonly Rule[], next: Evaluator, scope: Scope): Evaluator {
  const deciders = rules.map((rule, index) => compileRule(rule, ruleId(rule, index), flag, scope));
  return (context) => {
    for (const decide of deciders) {
      const answer = decide(context);
      if (answer !== undefined) return answer;
    }
    return next(context);
  };
}

/** Compiles a rule. It returns `undefined` if the next rule should be checked. */
function compileRule(
  rule: Rule,
  id: string,
  flag: Flag,
  scope: Scope,
): (context: FlagContext) => FlagEvaluation | undefined {
  const { when, rollout, serve = true, onMiss = 'continue' } = rule;
  const matches: Matcher = when === undefined ? () => true : compileCondition(when, scope);
  const noUnit = onMiss === 'stop' ? offAnswer(flag, EvaluationReason.NoBucketingKey, id) : undefined;
  const outside = onMiss === 'stop' ? offAnswer(flag, EvaluationReason.NotInRollout, id) : undefined;
  const options = { reason: EvaluationReason.RuleMatch, ruleId: id, noUnit, outside };
  const undecided = undecidedAnswer(flag, flag.key, id);
  const served = compileServe(asServe(serve), flag.key, flag, options, scope) ?? (() => noUnit);
  return traced(scope, rollout === undefined ? plain : rolledOut(rollout), (answer) => ({
    step: 'rule',
    id,
    serve,
    holds: answer === undecided ? null : answer !== undefined,
  }));

  /**
   * Evaluates a rule without a rollout. An undecided rule ends the evaluation, because later rules may admit users whom
   * this one excludes.
   */
  function plain(context: FlagContext): FlagEvaluation | undefined {
    const verdict = matches(context);
    if (verdict === undefined) return undecided;
    return verdict ? served(context) : undefined;
  }

  function rolledOut(share: NonNullable<Rule['rollout']>): (context: FlagContext) => FlagEvaluation | undefined {
    const isInside = compileRollout(share, scope);
    return (context) => {
      const verdict = matches(context);
      if (verdict === undefined) return undecided;
      if (!verdict) return undefined;
      const inside = isInside(context);
      if (inside === undefined) return noUnit;
      return inside ? served(context) : outside;
    };
  }
}

function asServe(serve: RuleServe): Serve {
  return typeof serve === 'boolean' ? { enabled: serve } : serve;
}
