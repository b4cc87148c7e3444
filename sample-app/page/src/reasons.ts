/** The reasons that OpenFeature defines, in words for the visitor of this demo. */
const REASONS: Readonly<Record<string, string>> = {
  STATIC: 'the same for everyone',
  TARGETING_MATCH: 'a rule, a list or an override',
  SPLIT: 'a share of all users',
  DISABLED: 'turned off, so the page decides',
  DEFAULT: 'the default of the flag',
  UNKNOWN: 'the default of the flag',
  CACHED: 'the last known answer',
  STALE: 'an answer that may be outdated',
  ERROR: 'no answer, so the page decides',
};

export function wordsFor(reason: string | undefined): string {
  return REASONS[reason ?? ''] ?? 'not stated by the server';
}
