/** How often override tokens were used, since the start of this instance. */
export interface RequestOverrideCounts {
  /** The number of requests for which at least one flag was forced. */
  readonly requests: number;
  /** For how many requests each flag was forced; at most 1,000 keys. */
  readonly flags: Readonly<Record<string, number>>;
  /** How many tokens were ignored, by reason, and how many of their flags (`flag_not_allowed`). */
  readonly ignored: Readonly<Record<string, number>>;
}
