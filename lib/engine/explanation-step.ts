import type { ExternalStep } from './external-step.js';
import type { FlagEvaluation } from './flag-evaluation.js';
import type { FlagOverrideValue } from './flag-override.js';
import type { JsonValue } from './json/json-value.js';
import type { BucketRange } from './targeting/bucket-range.js';
import type { Condition } from './targeting/condition.js';
import type { Prerequisite } from './targeting/prerequisite.js';
import type { RuleServe } from './targeting/rule.js';
import type { TimeWindow } from './time/time-window.js';

interface Step<S extends string> {
  /** The kind of step. */
  readonly step: S;
  /** The nested steps, in order. */
  readonly steps?: readonly ExplanationStep[] | undefined;
}

/** `null` if it could not be decided, because something failed; see {@link FailureStep}. */
type Verdict = boolean | null;

/** A forced answer, such as one that a test sets, and whether it decided. A variant that the flag lacks is ignored. */
export interface ForcedStep extends Step<'forced'> {
  /** The answer that is forced. */
  readonly serve: FlagOverrideValue;
  /** Whether the forced answer decided. */
  readonly holds: boolean;
}

/** An override, and whether it decided. An expired one is ignored. */
export interface OverrideStep extends Step<'override'> {
  /** The only targeting key that it applies to; absent if it applies to all users. */
  readonly unit?: string | undefined;
  /** The path of the attribute that the unit is a value of; absent for `userId`. */
  readonly unitBy?: string | undefined;
  /** The answer that the override gives. */
  readonly serve: FlagOverrideValue;
  /** The ISO 8601 instant at which the override expires; absent if it does not expire. */
  readonly expiresAt?: string | undefined;
  /** Whether the override decided. */
  readonly holds: boolean;
}

/** The check of the master switch. */
export interface MasterSwitchStep extends Step<'master_switch'> {
  /** Whether the master switch is on; if not, the flag is off. */
  readonly enabled: boolean;
}

/** A flag that a prerequisite or condition refers to, with its answer (`null` if the flag is unknown) and its steps. */
export interface PrerequisiteStep extends Step<'prerequisite'> {
  /** The other flag, and the answer that is required of it. */
  readonly prerequisite: Prerequisite;
  /** The other flag's answer; `null` if the flag is unknown. */
  readonly answer: FlagEvaluation | null;
  /** Whether the requirement is met. */
  readonly holds: Verdict;
}

/** The test of whether the unit is in the flag's part of its layer. */
export interface LayerStep extends Step<'layer'> {
  /** The layer's name. */
  readonly layer: string;
  /** The flag's ranges, on the scale of the bucket. */
  readonly ranges: readonly BucketRange[];
  /** Whether the bucket is in one of the ranges; `null` if there is no targeting key. */
  readonly holds: boolean | null;
}

/** A rule and whether it decided, with its condition and rollout as nested steps. */
export interface RuleStep extends Step<'rule'> {
  /** The rule's id. */
  readonly id: string;
  /** The answer that the rule gives. */
  readonly serve: RuleServe;
  /** Whether the rule decided. */
  readonly holds: Verdict;
}

/** A comparison, with the attribute's value. Only scalars and short lists of scalars are shown. */
export interface AttributeStep extends Step<'attribute'> {
  /** The condition as it is defined. */
  readonly condition: Condition;
  /** The attribute's value; `undefined` if it is missing. */
  readonly seen: JsonValue | undefined;
  /** Whether the comparison holds. */
  readonly holds: Verdict;
}

/** A group of conditions. `negate` holds if its nested step was decided and does not hold. */
export interface ConditionGroupStep extends Step<'all' | 'any' | 'not' | 'negate'> {
  /** Whether the group holds. */
  readonly holds: Verdict;
}

/** A condition that is `true` or `false`. */
export interface ConstantStep extends Step<'constant'> {
  /** The constant. */
  readonly holds: boolean;
}

/** The test of whether the user is in a segment. */
export interface SegmentStep extends Step<'segment'> {
  /** The segment's key. */
  readonly segment: string;
  /**
   * Present when the condition is negated, so that it holds for users who are known not to be in the segment. The
   * nested steps then show the segment's conditions negated, with `all` and `any` swapped.
   */
  readonly negate?: true | undefined;
  /** The list that decided; absent if the rules decided. */
  readonly listed?: 'include' | 'exclude' | undefined;
  /** Whether the user is in the segment or, if negated, is known not to be in it. */
  readonly holds: Verdict;
}

/** The test of whether the instant of the evaluation is in a time window. */
export interface TimeStep extends Step<'time'> {
  /** The window as it is defined. */
  readonly window: TimeWindow;
  /** The instant, ISO 8601 in UTC; `undefined` if the context's `timestamp` cannot be read. */
  readonly at: string | undefined;
  /** Whether the instant is in the window. */
  readonly holds: Verdict;
}

/** The test of whether the unit is in a rollout. */
export interface RolloutStep extends Step<'rollout'> {
  /** The percentage at this instant; `undefined` for a rollout that is defined by ranges. */
  readonly percentage: number | undefined;
  /** The ranges of the rollout, on the scale of the bucket. */
  readonly ranges: readonly BucketRange[];
  /** Whether the bucket is in one of the ranges; `null` if there is no targeting key. */
  readonly holds: boolean | null;
}

/** The bucket that the targeting key falls into; `undefined` if there is no key. */
export interface BucketStep extends Step<'bucket'> {
  /** The purpose of the bucket; each purpose has its own buckets. */
  readonly purpose: 'rollout' | 'variant' | 'layer';
  /** The salt that is hashed with the targeting key. */
  readonly salt: string;
  /** The targeting key; `undefined` if there is none. */
  readonly unit: string | undefined;
  /** The path of the attribute from which the key was read. */
  readonly unitBy: string | undefined;
  /** The bucket, at least 0 and below `total`; `undefined` if there is no targeting key. */
  readonly bucket: number | undefined;
  /** The exclusive upper bound of the buckets, which start at 0. */
  readonly total: number;
}

/** The draw of a variant. */
export interface AllocationStep extends Step<'allocation'> {
  /** The flag's way of drawing a variant. */
  readonly allocation: 'ranges' | 'rendezvous';
  /**
   * The half-open bucket ranges that are served, considering the coverage at this instant; for `rendezvous`, the
   * scores, the highest of which wins.
   */
  readonly variants: readonly {
    /** The variant's name. */
    readonly variant: string;
    /** The start of the range; inclusive. */
    readonly from?: number | undefined;
    /** The end of the range; exclusive. */
    readonly to?: number | undefined;
    /** The score of the variant with `rendezvous`. */
    readonly score?: number | undefined;
  }[];
  /** The variant that is served; `undefined` if none is. */
  readonly served: string | undefined;
}

/** A look-up in the sticky store. */
export interface StickyStep extends Step<'sticky'> {
  /** The units that were looked up, in order; the `fallbackBy` unit only if the first one has no assignment. */
  readonly units: readonly string[];
  /** The stored variant; `undefined` if there is none and a variant is drawn. */
  readonly kept: string | undefined;
  /** Whether the stored version is below the flag's `minVersion`. */
  readonly isExcluded: boolean;
}

/** The decision of the flag's type, which is made if no earlier step has decided. */
export interface StrategyStep extends Step<'strategy'> {
  /** The flag's type. */
  readonly type: string;
  /** Whether the flag is on. */
  readonly enabled: boolean;
}

/** A failure of an extension or a sticky store, or an unreadable context. */
export interface FailureStep extends Step<'failure'> {
  /** A description of what failed. */
  readonly problem: string;
}

/** One step of an evaluation. */
export type ExplanationStep =
  | ForcedStep
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
  | ExternalStep<ExplanationStep>
  | FailureStep;
