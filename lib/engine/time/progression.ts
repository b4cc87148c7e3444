/** The percentage of a progression at an instant. */
export interface ProgressionPoint {
  /** ISO 8601 with an offset. */
  readonly at: string;
  /** 0 to 100 in steps of 0.001, or those of the bucketer; at least that of the previous point. */
  readonly percentage: number;
}

/**
 * A percentage that grows with time: in `steps`, or in a `linear` way from point to point. Before the first point it is
 * 0, and after the last one it stays the same. `linear` has 2 to 100 points, `steps` has 1 to 100, in the order of
 * their instants.
 */
export type Progression =
  | {
      /** The points at which the percentage rises at once, 1 to 100. */
      readonly steps: readonly ProgressionPoint[];
    }
  | {
      /** The points between which the percentage rises steadily, 2 to 100. */
      readonly linear: readonly ProgressionPoint[];
    };

/** A fixed percentage, or one that grows with time. */
export type Share = number | Progression;
