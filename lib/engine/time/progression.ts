/** A percentage that holds from an instant on. */
export interface ProgressionPoint {
  /** ISO 8601 with an offset. */
  readonly at: string;
  /** 0 to 100 in steps of 0.001, or those of the bucketer; never below the point before. */
  readonly percentage: number;
}

/**
 * A percentage that grows with time: in `steps`, or `linear` from point to point. Before the first point it is 0, after
 * the last one it stays. Two to 100 points for `linear`, one to 100 for `steps`, in the order of their instants.
 */
export type Progression =
  { readonly steps: readonly ProgressionPoint[] } | { readonly linear: readonly ProgressionPoint[] };

/** A fixed percentage, or one that grows with time. */
export type Share = number | Progression;
