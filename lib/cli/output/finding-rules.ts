/** How serious a finding is, from the most to the least serious. */
export const FINDING_LEVELS = ['error', 'warning', 'note'] as const;

export type FindingLevel = (typeof FINDING_LEVELS)[number];

interface FindingRule {
  readonly level: FindingLevel;
  /** A sentence that says what the rule reports. */
  readonly summary: string;
}

/** Everything that a command reports about flag files and sources. A row of the manual explains each rule. */
export const FINDING_RULES = {
  'invalid-file': { level: 'error', summary: 'A flag file cannot be read.' },
  'invalid-definition': { level: 'error', summary: 'A definition is invalid, or contradicts another one.' },
  'unknown-flag': { level: 'error', summary: 'The code or a definition refers to a flag that nothing defines.' },
  'expired-flag': { level: 'warning', summary: 'A flag is past its "expiresAt".' },
  'unused-flag': { level: 'warning', summary: 'No code asks for a flag.' },
  'constant-flag': { level: 'warning', summary: 'A flag always gave the same answer.' },
  'unevaluated-flag': { level: 'warning', summary: 'A flag was not evaluated during the period of a usage report.' },
  'unreadable-source': { level: 'warning', summary: 'A source file cannot be parsed, or only in part.' },
  'dynamic-key': { level: 'note', summary: 'A flag key or a definition in the code is not a constant.' },
} as const satisfies Readonly<Record<string, FindingRule>>;

export type FindingRuleId = keyof typeof FINDING_RULES;
