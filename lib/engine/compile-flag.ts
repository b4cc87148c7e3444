import { offAnswer } from './answers.js';
import type { Flag, FlagType } from './flag.js';
import { EvaluationReason } from './flag-evaluation.js';
import { booleanStrategy } from './strategies/boolean.strategy.js';
import { percentageStrategy } from './strategies/percentage.strategy.js';
import type { EngineServices, Evaluator, Strategy } from './strategies/strategy.js';
import { timeBasedStrategy } from './strategies/time-based.strategy.js';
import { userAttributeStrategy } from './strategies/user-attribute.strategy.js';
import { userListStrategy } from './strategies/user-list.strategy.js';
import { variantStrategy } from './strategies/variant.strategy.js';

const strategies = {
  boolean: booleanStrategy,
  percentage: percentageStrategy,
  user_list: userListStrategy,
  user_attribute: userAttributeStrategy,
  time_based: timeBasedStrategy,
  variant: variantStrategy,
} satisfies { [T in FlagType]: Strategy<Extract<Flag, { type: T }>> };

/** Turns a definition into the function that answers for it; all work that does not depend on the context is done here. */
export function compileFlag(flag: Flag, services: EngineServices): Evaluator {
  if (!flag.enabled) {
    const off = offAnswer(flag, EvaluationReason.Disabled);
    return () => off;
  }
  const strategy = strategies[flag.type] as Strategy<Flag>; // the table holds each type's own
  return strategy(flag, services);
}
