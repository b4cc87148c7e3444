import { switchAnswer } from '../compile/answers.js';
import type { BooleanFlag } from '../flag.js';
import { EvaluationReason } from '../flag-evaluation.js';
import type { Strategy } from './strategy.js';

/**
 * Turns the flag on for all users, unless `otherwise` is `false` and only rules can turn the flag on. The master switch
 * is checked before.
 */
export const booleanStrategy: Strategy<BooleanFlag> = ({ key, otherwise = true }) => {
  return switchAnswer(key, otherwise, otherwise ? EvaluationReason.Enabled : EvaluationReason.NoRuleMatched);
};
