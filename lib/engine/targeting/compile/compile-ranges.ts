import type { Draw } from '../../allocation/draw.js';
import type { BucketRange } from '../bucket-range.js';

/** Converts ranges from percent to the scale of a draw's buckets. */
export function rangesOnScale(ranges: readonly BucketRange[], { end }: Draw): BucketRange[] {
  return ranges.map(({ from, to }) => ({ from: end(from), to: end(to) }));
}

/**
 * Tests whether a bucket is in one of the ranges.
 *
 * @param ranges in ascending order, neither overlapping nor adjacent, on the scale of the buckets
 */
export function compileRanges(ranges: readonly BucketRange[]): (bucket: number) => boolean {
  const [only, ...others] = ranges;
  if (only !== undefined && others.length === 0) {
    const { from, to } = only;
    return (bucket) => from <= bucket && bucket < to;
  }
  const edges = ranges.flatMap(({ from, to }) => [from, to]);
  return (bucket) => {
    let isInside = false;
    for (const edge of edges) {
      if (bucket < edge) return isInside;
      isInside = !isInside;
    }
    return false;
  };
}
