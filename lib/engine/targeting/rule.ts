import type { CoverageOptions } from '../allocation/coverage-options.js';
import type { JsonValue } from '../json/json-value.js';
import type { Condition } from './condition.js';
import type { Rollout } from './rollout.js';

/** What a variant flag's variants share among them where a rule says so. */
export interface SplitShare {
  /** The name of one of the flag's variants. */
  readonly variant: string;
  /** A share of the sum of all weights; 0 is never served. */
  readonly weight: number;
}

/** Whether the flag is on or off while it serves a variant or value. */
interface Switched {
  /**
   * `false`: the flag is off, but `getVariant` and `getValue` still return this.
   *
   * @default true; for the values `false` and `null`, false
   */
  readonly enabled?: boolean | undefined;
}

/** What a rule serves: on or off, one of the flag's variants, any value, or some of the variants by weight. */
export type RuleServe =
  | boolean
  | ({ readonly variant: string } & Switched)
  | ({ readonly value: JsonValue } & Switched)
  | ({ readonly split: readonly SplitShare[] } & CoverageOptions);

/** If the condition holds, this is served. The first rule that matches decides. */
export interface Rule {
  /** Reported by evaluations; differs from rule to rule. @default 'rule-1' for the first, and so on */
  readonly id?: string | undefined;
  readonly description?: string | undefined;
  /** @default true, everybody */
  readonly when?: Condition | undefined;
  /** A share of those for whom the condition holds and who have a targeting key. @default everybody, with or without a key */
  readonly rollout?: Rollout | undefined;
  /** @default true: the flag is on, and a variant flag draws one of its variants */
  readonly serve?: RuleServe | undefined;
  /**
   * What happens to users for whom the condition holds, but who are outside the rollout or the coverage of the split, or
   * have no targeting key for them. `continue`: the next rule is asked. `stop`: the flag is off, with the reason
   * `not_in_rollout` or `no_bucketing_key`.
   *
   * @default 'continue'
   */
  readonly onMiss?: 'continue' | 'stop' | undefined;
}

/** The id under which evaluations report a rule. */
export function ruleId(rule: Rule, index: number): string {
  return rule.id ?? `rule-${index + 1}`;
}
