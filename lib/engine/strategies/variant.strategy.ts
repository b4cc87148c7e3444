import { offAnswer, variantAnswer } from '../answers.js';
import { BUCKETS, BucketPurpose, bucketOf, bucketSeed } from '../bucket.js';
import type { FlagVariant, VariantFlag } from '../flag.js';
import { unitOf } from '../flag-context.js';
import { EvaluationReason, type FlagEvaluation } from '../flag-evaluation.js';
import type { Evaluator, Strategy } from './strategy.js';

/** Serves the variant whose range holds the unit's bucket; without a unit, the default variant. */
export const variantStrategy: Strategy<VariantFlag> = (flag) =>
  drawVariant(flag, EvaluationReason.Variant, offAnswer(flag, EvaluationReason.NoBucketingKey));

/** The draw itself: each unit's own variant, `noUnit` for contexts without a unit. */
export function drawVariant(flag: VariantFlag, reason: EvaluationReason, noUnit: FlagEvaluation): Evaluator {
  const { key, variants, bucketBy, salt = key } = flag;
  const seed = bucketSeed(salt, BucketPurpose.Variant);
  const ranges = variantRanges(variants).map(({ variant, end }) => ({
    answer: variantAnswer(key, true, variant, reason),
    end,
  }));
  return (context) => {
    const unit = unitOf(context, bucketBy);
    if (unit === undefined) return noUnit;
    const bucket = bucketOf(unit, seed);
    for (const range of ranges) {
      if (bucket < range.end) return range.answer;
    }
    return noUnit; // not reached: the last range ends behind the last bucket
  };
}

/**
 * The half-open ranges of buckets in declared order, each ending at `round(cumulative weight * 100000 / total)`. A
 * zero weight has no range; scaling all weights by one factor moves nobody. FROZEN, like the buckets themselves.
 */
export function variantRanges(variants: readonly FlagVariant[]): { variant: FlagVariant; end: number }[] {
  const served = variants.filter((variant) => variant.weight > 0);
  const total = served.reduce((sum, variant) => sum + variant.weight, 0);
  let cumulative = 0;
  return served.map((variant) => {
    cumulative += variant.weight;
    return { variant, end: nearestBucket((cumulative * BUCKETS) / total) };
  });
}

/** Rounded to six decimals first, so that a half stays a half whatever the weights' floating-point noise. */
function nearestBucket(end: number): number {
  return Math.round(Math.round(end * 1e6) / 1e6);
}
