import { BUCKETS } from './bucket.js';
import { nearestBucket, type Draw } from './draw.js';

interface Weighted {
  readonly name: string;
  /** A share of the sum of all weights; a variant with weight 0 has no range. */
  readonly weight: number;
}

/** The sum of all weights, added in declared order, so that the last range ends exactly there despite rounding. */
export function totalWeight(variants: readonly Pick<Weighted, 'weight'>[]): number {
  return variants.reduce((sum, { weight }) => sum + weight, 0);
}

/**
 * The half-open ranges of buckets in declared order, each ending at `round(cumulative weight * 100000 / total)`. A zero
 * weight has no range; scaling all weights by the same factor moves no unit. FROZEN, like the buckets themselves.
 *
 * @param endOf converts a cumulative weight to a bucket. @default the scale of the built-in buckets
 */
export function variantRanges<V extends Weighted>(
  variants: readonly V[],
  endOf: Draw['end'] = builtInEnds(totalWeight(variants)),
): { variant: V; end: number }[] {
  let cumulative = 0;
  return variants
    .filter(({ weight }) => weight > 0)
    .map((variant) => {
      cumulative += variant.weight;
      return { variant, end: endOf(cumulative) };
    });
}

function builtInEnds(total: number): Draw['end'] {
  return (part) => nearestBucket((part * BUCKETS) / total);
}
