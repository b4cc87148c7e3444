import { switchAnswer } from '../answers.js';
import type { BooleanFlag } from '../flag.js';
import { EvaluationReason } from '../flag-evaluation.js';
import type { Strategy } from './strategy.js';

/** On for everybody: the master switch has already decided. */
export const booleanStrategy: Strategy<BooleanFlag> = (flag) => {
  const on = switchAnswer(flag.key, true, EvaluationReason.Enabled);
  return () => on;
};
