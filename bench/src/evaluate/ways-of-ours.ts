/** The process that asks the library in every way it has. */
export const MORE_OF_OURS = 'more-of-ours';

/** The ways to ask the library, in the order of the columns. Each task is named `way: case`. */
export const waysOfOurs = {
  explicit: 'explicit context',
  handle: '`handle()`',
  evaluate: '`evaluate()`',
  overrideElsewhere: 'another flag is overridden',
  overridden: 'the flag is overridden',
  overriddenForAnother: '… for another user',
  exposed: 'exposures are recorded',
  counted: 'answers are counted',
  unobserved: 'telemetry is not installed',
  observed: 'telemetry counts evaluations',
  explicitInRequest: 'one user, explicit, in a request',
  ambient: 'one user, ambient, in a request',
} as const;

export type WayOfOurs = keyof typeof waysOfOurs;

export function taskOf(way: WayOfOurs, caseId: string): string {
  return `${way}: ${caseId}`;
}

/** The case that only the library is asked. */
export const RULE = { id: 'rule', title: 'a rule with a segment, and a prerequisite' } as const;
