/** The buckets from one percentage up to, but not including, another. */
export interface BucketRange {
  /** The start, 0 to 100, in percent of all buckets; inclusive. */
  readonly from: number;
  /** The end, 0 to 100, in percent of all buckets; exclusive. */
  readonly to: number;
}

/** One range of buckets, or a list of ranges that do not overlap. */
export type BucketRanges =
  | (BucketRange & { readonly ranges?: undefined })
  | {
      /** The ranges, up to 100, in any order. */
      readonly ranges: readonly BucketRange[];
      readonly from?: undefined;
      readonly to?: undefined;
    };

/** The ranges as a list, in the order in which they are written. */
export function rangesOf(written: BucketRanges): readonly BucketRange[] {
  return written.ranges ?? [{ from: written.from, to: written.to }];
}

/** The ranges in ascending order; adjacent ones are merged. */
export function mergedRanges(written: BucketRanges): BucketRange[] {
  const merged: BucketRange[] = [];
  for (const { from, to } of rangesOf(written).toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last?.to === from) merged.splice(-1, 1, { from: last.from, to });
    else merged.push({ from, to });
  }
  return merged;
}
