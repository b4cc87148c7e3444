/** The limits of asking an external provider. */
export const ExternalLimits = {
  /** The number of flags that it is asked for. */
  keys: 1000,
  /** The number of other flags that gates require for single calls; the most recent ones are asked for. */
  requiredKeys: 50,
  /** The number of characters of JSON that are sent for one context. */
  contextText: 65_536,
  /** The number of evaluations for which requests wait at the same time. */
  pending: 10_000,
} as const;
