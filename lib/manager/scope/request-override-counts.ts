/** The counts of override tokens, used and ignored, since the start of this instance. */
export interface RequestOverrideCounts {
  /** The number of requests for which at least one flag was forced. */
  readonly requests: number;
  /** The number of requests for which each flag was forced; at most 1,000 keys. */
  readonly flags: Readonly<Record<string, number>>;
  /** The number of ignored tokens by reason; `flag_not_allowed` counts flags of valid tokens. */
  readonly ignored: Readonly<Record<string, number>>;
}
