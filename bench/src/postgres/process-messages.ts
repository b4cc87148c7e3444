/** A version of the log, and when it was stored or seen, by `exactTime`. */
export interface TimedVersion {
  readonly version: number;
  readonly time: number;
}

/** What the suite and its processes tell each other. */
export type ProcessMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'write'; readonly count: number }
  | { readonly type: 'report'; readonly until: number; readonly patience: number }
  | { readonly type: 'versions'; readonly versions: readonly TimedVersion[] };
