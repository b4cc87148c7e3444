import type { JsonValue } from './json/json-value.js';

/** Why an evaluation has its result. The table is closed: a new reason needs a row in docs/reference/reasons.md. */
export const EvaluationReason = {
  /** A boolean flag that is on. */
  Enabled: 'enabled',
  /** The master switch is off, or the whole module is. */
  Disabled: 'disabled',
  /** No provider defines the flag; the default is returned. */
  FlagNotFound: 'flag_not_found',
  /** A provider that may define the flag failed, or its definition is invalid; the default is returned. */
  ProviderError: 'provider_error',
  /** An operator's override decided. */
  Override: 'override',
  /** The unit's bucket is inside the rollout, or the rollout is at 100%. */
  PercentageRollout: 'percentage_rollout',
  /** The unit's bucket is outside the rollout, or the rollout is at 0%. */
  NotInRollout: 'not_in_rollout',
  /** The flag needs a targeting key and the context has none. */
  NoBucketingKey: 'no_bucketing_key',
  /** The user is in the user list of the flag. */
  UserList: 'user_list',
  /** The user is not in the user list of the flag. */
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
  /** No targeting rule matched, and `otherwise` is `false`. */
  NoRuleMatched: 'no_rule_matched',
  /** A prerequisite was evaluated and is not met. */
  PrerequisiteFailed: 'prerequisite_failed',
  /** The unit's bucket in the flag's layer belongs to another flag, or to none. */
  NotInLayer: 'not_in_layer',
  /** A custom strategy decided. */
  Custom: 'custom',
  /**
   * The flag is off because it could not be evaluated: an extension failed, the context cannot be read, or a
   * prerequisite is unknown.
   */
  EvaluationError: 'evaluation_error',
  /**
   * The context of the request could not be resolved: the flag is off and has no value, so that defaults are returned.
   */
  ContextFailed: 'context_failed',
  /** The flag's value has another type than the caller's default; the default is returned. */
  TypeMismatch: 'type_mismatch',
} as const;

/**
 * Whether an answer with this reason is a decision that gates and other flags may rely on. The others replace a
 * decision that could not be made: no gate opens on them, not even one that requires the flag to be off.
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

/** Whether an answer with this reason is a decision, not the replacement for one that could not be made. */
export function isDecision(reason: EvaluationReason): boolean {
  return DECISIVE.has(reason);
}

export type EvaluationReason = (typeof EvaluationReason)[keyof typeof EvaluationReason];

/** The details of one evaluation of one flag. Frozen; calls with the same result share one object. */
export interface FlagEvaluation<T = JsonValue> {
  /** The flag's key. */
  readonly key: string;
  /** Whether the flag is on. */
  readonly enabled: boolean;
  /** The name of the variant that is served, if any. */
  readonly variant: string | undefined;
  /** The value that is served; for flags without variants or values, the same as `enabled`. */
  readonly value: T | undefined;
  /** The reason for the result, one of `EvaluationReason`. */
  readonly reason: EvaluationReason;
  /** The id of the rule that decided; absent if no rule did. */
  readonly ruleId?: string | undefined;
  /** The key of the prerequisite that keeps the flag off, because it is not met or could not be evaluated. */
  readonly prerequisite?: string | undefined;
}
