import { switchAnswer } from '../answers.js';
import type { TimeBasedFlag } from '../flag.js';
import { timestampOf } from '../flag-context.js';
import { EvaluationReason } from '../flag-evaluation.js';
import { compileWindow } from '../time/compile-window.js';
import type { Strategy } from './strategy.js';

/** On within `[start, end)`, and again where it recurs, at the context's instant or else now. */
export const timeBasedStrategy: Strategy<TimeBasedFlag> = (flag, scope) => {
  const inside = switchAnswer(flag.key, true, EvaluationReason.TimeWindow);
  const outside = switchAnswer(flag.key, false, EvaluationReason.OutsideTimeWindow);
  const isWithin = compileWindow(flag);
  return (context) => {
    const asked = timestampOf(context);
    // Two calls, so that the clock's number is compared where it comes from and not put on the heap on the way.
    const holds = asked === undefined ? isWithin(scope.now()) : isWithin(asked);
    return holds ? inside : outside;
  };
};
