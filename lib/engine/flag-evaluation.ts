import type { JsonValue } from './json/json-value.js';

/** Why an evaluation came out as it did. The table is closed: a new reason needs a row in docs/reference/reasons.md. */
export const EvaluationReason = {
  /** A boolean flag that is on. */
  Enabled: 'enabled',
  /** The master switch is off, or the whole module is. */
  Disabled: 'disabled',
  /** No provider defines the flag: the default answers. */
  FlagNotFound: 'flag_not_found',
  /** The provider that may define the flag has not delivered it: the default answers. */
  ProviderError: 'provider_error',
  /** An operator's override answers. */
  Override: 'override',
  /** The unit's bucket is inside the rollout, or the rollout is at 100 %. */
  PercentageRollout: 'percentage_rollout',
  /** The unit's bucket is outside the rollout, or the rollout is at 0 %. */
  NotInRollout: 'not_in_rollout',
  /** The flag needs a unit and the context has none. */
  NoBucketingKey: 'no_bucketing_key',
  /** The user is on the list. */
  UserList: 'user_list',
  /** The user is not on the list. */
  NotInUserList: 'not_in_user_list',
  /** All attributes match. */
  AttributeMatch: 'attribute_match',
  /** An attribute is missing or differs, or the rule is empty. */
  AttributeMismatch: 'attribute_mismatch',
  /** The instant is inside the window. */
  TimeWindow: 'time_window',
  /** The instant is outside the window. */
  OutsideTimeWindow: 'outside_time_window',
  /** A variant was drawn. */
  Variant: 'variant',
  /** A targeting rule matched. */
  RuleMatch: 'rule_match',
  /** No targeting rule matched, and the flag is on for nobody else. */
  NoRuleMatched: 'no_rule_matched',
  /** A flag that this one depends on is known, and does not hold. */
  PrerequisiteFailed: 'prerequisite_failed',
  /** The unit's bucket in the flag's layer belongs to another flag, or to none. */
  NotInLayer: 'not_in_layer',
  /** A custom strategy answered. */
  Custom: 'custom',
  /** The flag could not be decided, and is off: an extension failed, the context cannot be read, a prerequisite is unknown. */
  EvaluationError: 'evaluation_error',
  /** The context of the request could not be resolved: the flag is off and serves no value, so that defaults answer. */
  ContextFailed: 'context_failed',
  /** The flag's value is of another type than the caller's default: the default answers. */
  TypeMismatch: 'type_mismatch',
} as const;

/**
 * Whether an answer with this reason is a decision about the context, by which a gate or another flag may go. The others
 * stand in for an answer that could not be had: no gate opens on them, not even one that wants the flag off.
 */
const DECISIONS = {
  enabled: true,
  disabled: true,
  flag_not_found: false,
  provider_error: false,
  override: true,
  percentage_rollout: true,
  not_in_rollout: true,
  no_bucketing_key: true,
  user_list: true,
  not_in_user_list: true,
  attribute_match: true,
  attribute_mismatch: true,
  time_window: true,
  outside_time_window: true,
  variant: true,
  rule_match: true,
  no_rule_matched: true,
  prerequisite_failed: true,
  not_in_layer: true,
  custom: true,
  evaluation_error: false,
  context_failed: false,
  type_mismatch: true,
} satisfies Record<EvaluationReason, boolean>;

const DECISIVE: ReadonlySet<string> = new Set(
  Object.entries(DECISIONS).flatMap(([reason, decides]) => (decides ? [reason] : [])),
);

/** Whether an answer with this reason decides, instead of standing in for an answer that could not be had. */
export function isDecision(reason: EvaluationReason): boolean {
  return DECISIVE.has(reason);
}

export type EvaluationReason = (typeof EvaluationReason)[keyof typeof EvaluationReason];

/** The whole answer for one flag and one context. Frozen, and shared between calls that come out alike. */
export interface FlagEvaluation<T = JsonValue> {
  readonly key: string;
  readonly enabled: boolean;
  /** The name of the variant that is served, if any. */
  readonly variant: string | undefined;
  /** The variant's value; for flags without variants the same as `enabled`. */
  readonly value: T | undefined;
  readonly reason: EvaluationReason;
  /** The rule that decided; absent when none did. */
  readonly ruleId?: string | undefined;
  /** The key of the prerequisite that keeps the flag off, because it does not hold or cannot be decided. */
  readonly prerequisite?: string | undefined;
}
