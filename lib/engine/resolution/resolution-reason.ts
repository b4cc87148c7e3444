/** The reasons of OpenFeature: why a flag has its value. */
export const ResolutionReason = {
  /** The value is the same for every context. */
  Static: 'STATIC',
  /** No targeting decided, so that the flag's own default applies, or the caller's. */
  Default: 'DEFAULT',
  /** A rule, a list, an attribute, the time, an override or another flag decided. */
  TargetingMatch: 'TARGETING_MATCH',
  /** A bucket decided: a partial rollout, a weighted draw or a layer. */
  Split: 'SPLIT',
  /** The flag is turned off, and the caller's default is used. */
  Disabled: 'DISABLED',
  /** The value was taken from a cache. */
  Cached: 'CACHED',
  /** The value may be out of date. */
  Stale: 'STALE',
  /** The flag could not be resolved, and the caller's default is used. */
  Error: 'ERROR',
} as const;

export type ResolutionReason = (typeof ResolutionReason)[keyof typeof ResolutionReason];
