import type { Flag, FlagType } from '../flag.js';
import { EvaluationReason } from '../flag-evaluation.js';
import { booleanStrategy } from '../strategies/boolean.strategy.js';
import { customStrategy } from '../strategies/custom.strategy.js';
import { percentageStrategy } from '../strategies/percentage.strategy.js';
import type { Decision, Strategy } from '../strategies/strategy.js';
import { timeBasedStrategy } from '../strategies/time-based.strategy.js';
import { userAttributeStrategy } from '../strategies/user-attribute.strategy.js';
import { userListStrategy } from '../strategies/user-list.strategy.js';
import { variantStrategy } from '../strategies/variant.strategy.js';
import { compileLayer } from '../targeting/compile/compile-layer.js';
import { compilePrerequisites } from '../targeting/compile/compile-prerequisite.js';
import { compileRules } from '../targeting/compile/compile-rule.js';
import { offAnswer } from './answers.js';
import { compiledFlag, type CompiledFlag } from './compiled-flag.js';
import type { Evaluator, Scope } from './scope.js';
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
 * Compiles a definition; all work that does not depend on the context is done here. The strategy of the flag's type is
 * wrapped, from the inside out, in its rules, its layer, its prerequisites and its master switch. Parts that a flag
 * does not have add no cost.
 */
export function compileFlag(flag: Flag, scope: Scope): CompiledFlag {
  const decision = flag.enabled ? compileDecision(flag, scope) : offAnswer(flag, EvaluationReason.Disabled);
  return compiledFlag(switched(flag, decision, scope), flag, scope);
}

/** Compiles the decision of a flag whose master switch is on. */
function compileDecision(flag: Flag, scope: Scope): Decision {
  const { type, rules = [], layer, prerequisites = [] } = flag;
  const strategy = strategies[type] as Strategy<Flag>; // the table maps each type to its own strategy
  const own = strategy(flag, scope);
  if (typeof own !== 'function' && isFixed(flag, scope)) return own;
  let evaluate = traced(scope, evaluatorOf(own), ({ enabled }) => ({ step: 'strategy', type, enabled }));
  if (rules.length > 0) evaluate = compileRules(flag, rules, evaluate, scope);
  if (layer !== undefined) evaluate = compileLayer(flag, layer, evaluate, scope);
  if (prerequisites.length > 0) evaluate = compilePrerequisites(flag, prerequisites, evaluate, scope);
  return evaluate;
}

/** Whether a flag consists only of its strategy, and no tracer records its steps. */
function isFixed({ rules = [], layer, prerequisites = [] }: Flag, { tracer }: Scope): boolean {
  return rules.length === 0 && layer === undefined && prerequisites.length === 0 && tracer === undefined;
}

/** Adds the step of the master switch to an explanation. The switch itself is applied when the flag is compiled. */
function switched({ enabled }: Flag, decision: Decision, scope: Scope): Decision {
  if (scope.tracer === undefined) return decision;
  const look = traced(
    scope,
    () => enabled,
    () => ({ step: 'master_switch', enabled }),
  );
  const evaluate = evaluatorOf(decision);
  return (context) => {
    look(context);
    return evaluate(context);
  };
}

function evaluatorOf(decision: Decision): Evaluator {
  return typeof decision === 'function' ? decision : () => decision;
}
