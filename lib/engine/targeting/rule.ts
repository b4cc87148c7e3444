import type { CoverageOptions } from '../allocation/coverage-options.js';
import type { JsonValue } from '../json/json-value.js';
import type { Condition } from './condition.js';
import type { Rollout } from './rollout.js';

/** The weight of one variant in a rule that distributes variants itself. */
export interface SplitShare {
  /** The name of one of the flag's variants. */
  readonly variant: string;
  /** A share of the sum of all weights; 0 is never served. */
  readonly weight: number;
}

/** Turns the flag on or off while a rule serves a variant or value. */
interface Switched {
  /**
   * Whether the flag is on. If `false`, `getVariant` and `getValue` still return the variant or value.
   *
   * @default true; for the values `false` and `null`, false
   */
  readonly enabled?: boolean | undefined;
}

/** The answer that a rule gives: on or off, one of the flag's variants, any value, or several variants by weight. */
export type RuleServe =
  | boolean
  | ({
      /** The name of one of the flag's variants. */
      readonly variant: string;
    } & Switched)
  | ({
      /** The value that `getValue` returns. */
      readonly value: JsonValue;
    } & Switched)
  | ({
      /** The variants to draw from, with their weights, which replace those of the flag. */
      readonly split: readonly SplitShare[];
    } & CoverageOptions);

/** Serves an answer to the users for whom a condition holds. The first rule that matches decides. */
export interface Rule {
  /** The id that evaluations report; unique within the flag. @default 'rule-1' for the first rule, and so on */
  readonly id?: string | undefined;
  /** The purpose of the rule, up to 1,000 characters. */
  readonly description?: string | undefined;
  /** The condition. @default true, which holds for all users */
  readonly when?: Condition | undefined;
  /**
   * Limits the rule to a share of the matching users who have a targeting key. @default all matching users, with or
   * without a key
   */
  readonly rollout?: Rollout | undefined;
  /** The answer for matching users. @default true: the flag is on, and a variant flag draws one of its variants */
  readonly serve?: RuleServe | undefined;
  /**
   * The action for users for whom the condition holds, but who are outside the rollout or the coverage of the split,
   * or have no targeting key for them. `continue`: the next rule is checked. `stop`: the flag is off, with the reason
   * `not_in_rollout` or `no_bucketing_key`.
   *
   * @default 'continue'
   */
  readonly onMiss?: 'continue' | 'stop' | undefined;
}

/** The id that evaluations report for a rule. */
export function ruleId(rule: Rule, index: number): string {
  return rule.id ?? `rule-${index + 1}`;
}
