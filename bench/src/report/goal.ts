/** One line of the report's goals: what was promised, and what was measured for it in the same run. */
export interface Goal {
  readonly what: string;
  /** As a reader understands it, such as `≤ 1.5 × the floor`. */
  readonly goal: string;
  /** The figure behind `reached`, with its unit; where it is missed, by how much. */
  readonly measured: string;
  readonly reached: boolean;
  /** Where it is missed, what a profile shows of the reason; written by hand. */
  readonly why?: string;
}
