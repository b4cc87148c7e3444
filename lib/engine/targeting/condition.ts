import type { OperatorOptions } from '../extensions.js';
import type { JsonValue } from '../json/json-value.js';
import type { TimeWindow } from '../time/time-window.js';
import type { OperatorName } from './operators.js';
import type { Prerequisite } from './prerequisite.js';
import type { Rollout } from './rollout.js';
import type { AttributeView } from './views/attribute-view.js';

/** The fields of all conditions without nested conditions. */
interface Leaf {
  /**
   * Whether the condition is negated. Unlike under `{ not }`, a negated condition is still false for a missing
   * attribute, for an attribute of the wrong type, and without a targeting key.
   *
   * @default false
   */
  readonly negate?: boolean | undefined;
}

/**
 * Compares one attribute. It is false for a missing attribute and for a value of the wrong type, except with
 * `not_exists`. `null` counts as missing unless it is one of the values to compare with.
 */
export interface AttributeCondition extends Leaf {
  /** A name, taken literally, or a path such as `/company/plan` (RFC 6901: `~1` is a slash, `~0` a tilde). */
  readonly attribute: string;
  /** The operator: a built-in one, or `custom:` followed by the name of a registered one. */
  readonly op: OperatorName | `custom:${string}`;
  /** The value to compare with. */
  readonly value?: JsonValue | undefined;
  /** Several values, of which one must match; for `contains_all`, all of them. */
  readonly values?: readonly JsonValue[] | undefined;
  /** Whether text is compared case-insensitively. @default false */
  readonly ignoreCase?: boolean | undefined;
  /**
   * How the attribute, or each element of a list, is converted. Without it, only values of the operator's type match.
   */
  readonly as?: AttributeView | undefined;
  /**
   * Whether versions may be incomplete (`2` and `v2.1` mean `2.0.0` and `2.1.0`) or have a fourth number (`2.1.0.4`).
   * @default false
   */
  readonly lenient?: boolean | undefined;
}

/**
 * A requirement on a context: a tree of at most 10 levels. `true` holds for all contexts and `false` for none; an empty
 * `all` holds, and an empty `any` does not.
 */
export type Condition = boolean | ConditionNode;

/** A condition that is not `true` or `false`. */
export type ConditionNode =
  | {
      /** The conditions that must all hold; an empty list holds. */
      readonly all: readonly Condition[];
    }
  | {
      /** The conditions of which one must hold; an empty list does not hold. */
      readonly any: readonly Condition[];
    }
  | {
      /** The condition that must not hold. */
      readonly not: Condition;
    }
  | ConditionLeaf;

/** A condition without nested conditions. */
export type ConditionLeaf = AttributeCondition | SegmentCondition | FlagCondition | TimeCondition | RolloutCondition;

/** A condition that the user is in a segment or, if negated, is known not to be in it. */
export interface SegmentCondition extends Leaf {
  /** The segment's key. */
  readonly segment: string;
}

/** A condition that another flag meets a requirement; undecided if that flag is unknown or undecided. */
export interface FlagCondition extends Prerequisite, Leaf {}

/** A condition that the instant of the evaluation is in a time window. */
export interface TimeCondition extends Leaf {
  /** The window. */
  readonly time: TimeWindow;
}

/** A condition that the user is in a share of the users. */
export interface RolloutCondition extends Leaf {
  /** The share of the users. */
  readonly rollout: Rollout;
}

/** The nested conditions, in order; none for a leaf. */
export function childrenOf(condition: Condition): readonly Condition[] {
  if (typeof condition === 'boolean') return NONE;
  if ('all' in condition) return condition.all;
  if ('any' in condition) return condition.any;
  return 'not' in condition ? [condition.not] : NONE;
}

const NONE: readonly Condition[] = [];

/** The prefix of the `op` of a condition with a custom operator. */
export const CUSTOM_PREFIX = 'custom:';

/** The name of a custom operator; `undefined` for a built-in one. */
export function customOperatorOf(op: string): string | undefined {
  return op.startsWith(CUSTOM_PREFIX) ? op.slice(CUSTOM_PREFIX.length) : undefined;
}

/** The values that a condition compares with. */
export function operandsOf({ value, values }: AttributeCondition): readonly JsonValue[] {
  return values ?? (value === undefined ? [] : [value]);
}

/** The options of a comparison, with their defaults. */
export function operatorOptionsOf(condition: AttributeCondition): OperatorOptions {
  const { ignoreCase = false, lenient = false } = condition;
  return { ignoreCase, lenient };
}
