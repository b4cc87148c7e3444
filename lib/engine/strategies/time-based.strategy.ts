import { switchAnswer } from '../compile/answers.js';
import type { TimeBasedFlag } from '../flag.js';
import { instantOf } from '../attributes/read-context.js';
import { EvaluationReason } from '../flag-evaluation.js';
import { compileWindow } from '../time/compile-window.js';
import type { Strategy } from './strategy.js';

/**
 * Turns the flag on within `[start, end)`, and again in each recurrence, at the context's `timestamp` or else the
 * current time.
 */
export const timeBasedStrategy: Strategy<TimeBasedFlag> = (flag, scope) => {
  const inside = switchAnswer(flag.key, true, EvaluationReason.TimeWindow);
  const outside = switchAnswer(flag.key, false, EvaluationReason.OutsideTimeWindow);
  const isWithin = compileWindow(flag);
  return (context) => (isWithin(instantOf(context, scope)) ? inside : outside);
};
