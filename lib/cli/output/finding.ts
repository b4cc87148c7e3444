import { FINDING_RULES, type FindingLevel, type FindingRuleId } from './finding-rules.js';
import { comparePlaces, type SourcePlace } from './source-place.js';

/** A problem that a command reports, with its place. */
export interface Finding {
  readonly rule: FindingRuleId;
  /** The problem and its remedy, in full sentences. */
  readonly message: string;
  readonly place: SourcePlace;
  /** The key of the flag, if the finding is about one. */
  readonly flag?: string | undefined;
}

export function levelOf({ rule }: Finding): FindingLevel {
  return FINDING_RULES[rule].level;
}

const RULE_ORDER = Object.keys(FINDING_RULES);

/** Findings in the order of their places and, at one place, of the table of rules. */
export function sortedFindings(findings: readonly Finding[]): Finding[] {
  return findings.toSorted(
    (a, b) => comparePlaces(a.place, b.place) || RULE_ORDER.indexOf(a.rule) - RULE_ORDER.indexOf(b.rule),
  );
}
