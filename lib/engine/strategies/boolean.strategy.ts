import { switchAnswer } from '../compile/answers.js';
import type { BooleanFlag } from '../flag.js';
import { EvaluationReason } from '../flag-evaluation.js';
import type { Strategy } from './strategy.js';

/** On for everybody, unless `otherwise` says that only rules turn it on: the master switch has already decided. */
export const booleanStrategy: Strategy<BooleanFlag> = ({ key, otherwise = true }) => {
  return switchAnswer(key, otherwise, otherwise ? EvaluationReason.Enabled : EvaluationReason.NoRuleMatched);
};
