import { switchAnswer } from '../compile/answers.js';
import type { PercentageFlag } from '../flag.js';
import { EvaluationReason } from '../flag-evaluation.js';
import { compileRollout } from '../targeting/compile/compile-rollout.js';
import type { Strategy } from './strategy.js';

/** Turns the flag on for units whose bucket is below the percentage. 0 and 100 are exact and need no targeting key. */
export const percentageStrategy: Strategy<PercentageFlag> = (flag, scope) => {
  const inside = switchAnswer(flag.key, true, EvaluationReason.PercentageRollout);
  const outside = switchAnswer(flag.key, false, EvaluationReason.NotInRollout);
  const noUnit = switchAnswer(flag.key, false, EvaluationReason.NoBucketingKey);
  const rollout = compileRollout(flag, scope, { ignoresKeyAtEnds: true });
  return (context) => {
    const isInside = rollout(context);
    if (isInside === undefined) return noUnit;
    return isInside ? inside : outside;
  };
};
