import type { Bucketed } from '../allocation/bucketer.js';
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

/** What a rule serves: on or off, one of the flag's variants, any value, or some of the variants by weight. */
export type RuleServe =
  | boolean
  | { readonly variant: string }
  | { readonly value: JsonValue }
  | ({ readonly split: readonly SplitShare[] } & Bucketed);

/** A rule's rollout, and what a unit outside of it gets. */
export interface RuleRollout extends Rollout {
  /** `continue`: the next rule decides. `stop`: the flag is off. @default 'continue' */
  readonly onMiss?: 'continue' | 'stop' | undefined;
}

/** If the condition holds, this is served. The first rule that matches decides. */
export interface Rule {
  /** Reported by evaluations; differs from rule to rule. @default 'rule-1' for the first, and so on */
  readonly id?: string | undefined;
  readonly description?: string | undefined;
  /** @default true, everybody */
  readonly when?: Condition | undefined;
  /** @default all of those for whom the condition holds */
  readonly rollout?: RuleRollout | undefined;
  /** @default true, by which a variant flag draws one of its variants */
  readonly serve?: RuleServe | undefined;
}

/** The id under which evaluations report a rule. */
export function ruleId(rule: Rule, index: number): string {
  return rule.id ?? `rule-${index + 1}`;
}
