import { switchAnswer } from '../answers.js';
import { BUCKETS, BucketPurpose, bucketOf, bucketSeed } from '../bucket.js';
import type { PercentageFlag } from '../flag.js';
import { unitOf } from '../flag-context.js';
import { EvaluationReason } from '../flag-evaluation.js';
import type { Strategy } from './strategy.js';

/** On for the units whose bucket lies below the percentage. 0 and 100 are exact and need no unit. */
export const percentageStrategy: Strategy<PercentageFlag> = ({ key, percentage, bucketBy, salt = key }) => {
  const inside = switchAnswer(key, true, EvaluationReason.PercentageRollout);
  const outside = switchAnswer(key, false, EvaluationReason.NotInRollout);
  const end = Math.round((percentage * BUCKETS) / 100);
  if (end === 0) return () => outside;
  if (end === BUCKETS) return () => inside;

  const noUnit = switchAnswer(key, false, EvaluationReason.NoBucketingKey);
  const seed = bucketSeed(salt, BucketPurpose.Rollout);
  return (context) => {
    const unit = unitOf(context, bucketBy);
    if (unit === undefined) return noUnit;
    return bucketOf(unit, seed) < end ? inside : outside;
  };
};
