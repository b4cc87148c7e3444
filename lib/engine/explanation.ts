import type { FlagEvaluation } from './flag-evaluation.js';
import type { FlagOverrideValue } from './flag-override.js';
import type { JsonValue } from './json/json-value.js';
import type { BucketRange } from './targeting/bucket-range.js';
import type { Condition } from './targeting/condition.js';
import type { Prerequisite } from './targeting/prerequisite.js';
import type { RuleServe } from './targeting/rule.js';
import type { TimeWindow } from './time/time-window.js';

interface Step<S extends string> {
  readonly step: S;
  /** What this step asked, in order. */
  readonly steps?: readonly ExplanationStep[] | undefined;
}

/** `null`: it could not be decided, because something failed; see {@link FailureStep}. */
type Verdict = boolean | null;

/** An override, and whether it answered: one that has expired does not. */
export interface OverrideStep extends Step<'override'> {
  /** The only targeting key it holds for; absent: everybody. */
  readonly unit?: string | undefined;
  /** The attribute that the unit is a value of; absent: `userId`. */
  readonly unitBy?: string | undefined;
  readonly serve: FlagOverrideValue;
  readonly expiresAt?: string | undefined;
  readonly holds: boolean;
}

export interface MasterSwitchStep extends Step<'master_switch'> {
  readonly enabled: boolean;
}

/** A flag that a prerequisite or condition names, with its answer (`null`: the flag is unknown) and the steps to it. */
export interface PrerequisiteStep extends Step<'prerequisite'> {
  readonly prerequisite: Prerequisite;
  readonly answer: FlagEvaluation | null;
  readonly holds: Verdict;
}

/** Whether the bucket in the layer is within the flag's ranges. `null`: there is no targeting key. */
export interface LayerStep extends Step<'layer'> {
  readonly layer: string;
  /** On the scale of the bucket. */
  readonly ranges: readonly BucketRange[];
  readonly holds: boolean | null;
}

/** A rule, whether it decided, and its condition and rollout as steps. */
export interface RuleStep extends Step<'rule'> {
  readonly id: string;
  readonly serve: RuleServe;
  readonly holds: Verdict;
}

/** A comparison, with the attribute's value. What is no scalar or short list of them is not shown. */
export interface AttributeStep extends Step<'attribute'> {
  readonly condition: Condition;
  /** `undefined`: missing. */
  readonly seen: JsonValue | undefined;
  readonly holds: Verdict;
}

/** Conditions in a group. `negate` holds if the step in it was decided and does not hold. */
export interface ConditionGroupStep extends Step<'all' | 'any' | 'not' | 'negate'> {
  readonly holds: Verdict;
}

/** A condition that is `true` or `false`. */
export interface ConstantStep extends Step<'constant'> {
  readonly holds: boolean;
}

export interface SegmentStep extends Step<'segment'> {
  readonly segment: string;
  /**
   * Present when the condition is negated, so that it holds for users who are known not to be in the segment. The segment's
   * own conditions are negated as well, and `all` and `any` are swapped.
   */
  readonly negate?: true | undefined;
  /** The list that decided; absent: its rules did. */
  readonly listed?: 'include' | 'exclude' | undefined;
  readonly holds: Verdict;
}

export interface TimeStep extends Step<'time'> {
  readonly window: TimeWindow;
  /** The instant, ISO 8601 in UTC; `undefined` when the context's cannot be read. */
  readonly at: string | undefined;
  readonly holds: Verdict;
}

/** A rollout: inside when the bucket is in one of the ranges. `null`: there is no targeting key. */
export interface RolloutStep extends Step<'rollout'> {
  /** In percent, at this instant; `undefined` for a rollout that is written as ranges. */
  readonly percentage: number | undefined;
  /** On the scale of the bucket. */
  readonly ranges: readonly BucketRange[];
  readonly holds: boolean | null;
}

/** Into which bucket the targeting key falls. `undefined`: there is no key. */
export interface BucketStep extends Step<'bucket'> {
  readonly purpose: 'rollout' | 'variant' | 'layer';
  readonly salt: string;
  readonly unit: string | undefined;
  /** The attribute that the key was found in. */
  readonly unitBy: string | undefined;
  readonly bucket: number | undefined;
  /** Buckets are at least 0 and below this. */
  readonly total: number;
}

/** The draw of a variant. */
export interface AllocationStep extends Step<'allocation'> {
  readonly allocation: 'ranges' | 'rendezvous';
  /**
   * The half-open bucket ranges that are served, with the coverage at this instant; for `rendezvous` the scores, of which
   * the highest wins.
   */
  readonly variants: readonly {
    readonly variant: string;
    readonly from?: number | undefined;
    readonly to?: number | undefined;
    readonly score?: number | undefined;
  }[];
  readonly served: string | undefined;
}

/** What the sticky store remembers. */
export interface StickyStep extends Step<'sticky'> {
  /** Those that were looked up, in order; the unit of `fallbackBy` only where nothing is kept for the own one. */
  readonly units: readonly string[];
  /** The variant that is kept; `undefined`: none, it is drawn. */
  readonly kept: string | undefined;
  /** Whether the stored version is below the flag's `minVersion`. */
  readonly isExcluded: boolean;
}

/** The flag's own type, when nothing above has decided. */
export interface StrategyStep extends Step<'strategy'> {
  readonly type: string;
  readonly enabled: boolean;
}

/** What failed: an extension, a store, or the context that cannot be read. */
export interface FailureStep extends Step<'failure'> {
  readonly problem: string;
}

/** One thing that an evaluation looked at. */
export type ExplanationStep =
  | OverrideStep
  | MasterSwitchStep
  | PrerequisiteStep
  | LayerStep
  | RuleStep
  | AttributeStep
  | ConditionGroupStep
  | ConstantStep
  | SegmentStep
  | TimeStep
  | RolloutStep
  | BucketStep
  | AllocationStep
  | StickyStep
  | StrategyStep
  | FailureStep;

/** How a flag came to its answer. Holds attributes of the user: for operators, not for logs. */
export interface Explanation {
  readonly key: string;
  /** The instant it was evaluated for, ISO 8601 in UTC. */
  readonly at: string;
  readonly evaluation: FlagEvaluation;
  readonly steps: readonly ExplanationStep[];
  /** Present when there were more than 10,000 steps: those that began later are left out. */
  readonly truncated?: true | undefined;
}
