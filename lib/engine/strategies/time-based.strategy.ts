import { switchAnswer } from '../answers.js';
import type { TimeBasedFlag } from '../flag.js';
import { timestampOf } from '../flag-context.js';
import { EvaluationReason } from '../flag-evaluation.js';
import type { Strategy } from './strategy.js';

/** On within `[start, end)`, at the context's instant or else now. */
export const timeBasedStrategy: Strategy<TimeBasedFlag> = ({ key, start, end }, { now }) => {
  const inside = switchAnswer(key, true, EvaluationReason.TimeWindow);
  const outside = switchAnswer(key, false, EvaluationReason.OutsideTimeWindow);
  const from = start === undefined ? -Infinity : Date.parse(start);
  const until = end === undefined ? Infinity : Date.parse(end);
  return (context) => {
    const instant = timestampOf(context) ?? now();
    return from <= instant && instant < until ? inside : outside;
  };
};
