import { offAnswer } from './answers.js';
import { offOnFailure } from './evaluation-failure.js';
import type { Flag, FlagType } from '../flag.js';
import { EvaluationReason } from '../flag-evaluation.js';
import type { Evaluator, Scope } from './scope.js';
import { booleanStrategy } from '../strategies/boolean.strategy.js';
import { customStrategy } from '../strategies/custom.strategy.js';
import { percentageStrategy } from '../strategies/percentage.strategy.js';
import type { Strategy } from '../strategies/strategy.js';
import { timeBasedStrategy } from '../strategies/time-based.strategy.js';
import { userAttributeStrategy } from '../strategies/user-attribute.strategy.js';
import { userListStrategy } from '../strategies/user-list.strategy.js';
import { variantStrategy } from '../strategies/variant.strategy.js';
import { compileLayer } from '../targeting/compile/compile-layer.js';
import { compilePrerequisites } from '../targeting/compile/compile-prerequisite.js';
import { compileRules } from '../targeting/compile/compile-rule.js';
import { traced } from './tracer.js';

const strategies = {
  boolean: booleanStrategy,
  percentage: percentageStrategy,
  user_list: userListStrategy,
  user_attribute: userAttributeStrategy,
  time_based: timeBasedStrategy,
  variant: variantStrategy,
  custom: customStrategy,
} satisfies { [T in FlagType]: Strategy<Extract<Flag, { type: T }>> };

/**
 * Turns a definition into the function that answers for it; all work that does not depend on the context is done here.
 * In front of a flag's own strategy stand, from the last to the first: its rules, its layer, its prerequisites, its
 * master switch. What a flag does not have costs nothing.
 */
export function compileFlag(flag: Flag, scope: Scope): Evaluator {
  if (!flag.enabled) {
    const off = offAnswer(flag, EvaluationReason.Disabled);
    return switched(flag, () => off, scope);
  }
  const { type, rules = [], layer, prerequisites = [] } = flag;
  const strategy = strategies[type] as Strategy<Flag>; // the table holds each type's own
  let evaluate: Evaluator = traced(scope, strategy(flag, scope), ({ enabled }) => ({
    step: 'strategy',
    type,
    enabled,
  }));
  if (rules.length > 0) evaluate = compileRules(flag, rules, evaluate, scope);
  if (layer !== undefined) evaluate = compileLayer(flag, layer, evaluate, scope);
  if (prerequisites.length > 0) evaluate = compilePrerequisites(flag, prerequisites, evaluate, scope);
  return switched(flag, offOnFailure(evaluate, flag, scope), scope);
}

/** The master switch has decided when the flag is compiled; only an explanation speaks of it. */
function switched({ enabled }: Flag, evaluate: Evaluator, scope: Scope): Evaluator {
  if (scope.tracer === undefined) return evaluate;
  const look = traced(
    scope,
    () => enabled,
    () => ({ step: 'master_switch', enabled }),
  );
  return (context) => {
    look(context);
    return evaluate(context);
  };
}
