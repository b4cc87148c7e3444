import type { OperatorOptions } from '../extensions.js';
import type { JsonValue } from '../json/json-value.js';
import type { TimeWindow } from '../time/time-window.js';
import type { OperatorName } from './operators.js';
import type { Prerequisite } from './prerequisite.js';
import type { Rollout } from './rollout.js';
import type { AttributeView } from './views/attribute-view.js';

/** What all conditions without nested conditions have in common. */
interface Leaf {
  /**
   * Whether the condition is negated. Unlike `{ not }`, it is then still false for a missing attribute, for one of the
   * wrong type, and without a targeting key.
   *
   * @default false
   */
  readonly negate?: boolean | undefined;
}

/**
 * Compares one attribute. A missing attribute, or one of the wrong type, makes it false, except for `not_exists`; `null`
 * counts as missing unless it is one of the values to compare with.
 */
export interface AttributeCondition extends Leaf {
  /** A name, taken as it is, or a path such as `/company/plan` (RFC 6901: `~1` is a slash, `~0` a tilde). */
  readonly attribute: string;
  readonly op: OperatorName | `custom:${string}`;
  /** What to compare with. */
  readonly value?: JsonValue | undefined;
  /** Several values, one of which must match; for `contains_all`, all of them. */
  readonly values?: readonly JsonValue[] | undefined;
  /** Whether text is compared without regard to case. @default false */
  readonly ignoreCase?: boolean | undefined;
  /** How the attribute, or each element of a list, is converted; without it, only values of the operator's type match. */
  readonly as?: AttributeView | undefined;
  /** Whether `2` and `v2.1` count as the versions `2.0.0` and `2.1.0`, and `2.1.0.4` is a version. @default false */
  readonly lenient?: boolean | undefined;
}

/**
 * What must hold of a context: a tree of at most 10 levels. `true` holds for everybody and `false` for nobody; an empty
 * `all` holds, and an empty `any` does not.
 */
export type Condition = boolean | ConditionNode;

/** A condition that is not `true` or `false`. */
export type ConditionNode =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | ConditionLeaf;

/** A condition without nested conditions. */
export type ConditionLeaf = AttributeCondition | SegmentCondition | FlagCondition | TimeCondition | RolloutCondition;

/** The user is in a segment; negated, known not to be in it: see `negated`. */
export interface SegmentCondition extends Leaf {
  readonly segment: string;
}

/** Another flag is as required; undecided if that flag is unknown or undecided. */
export interface FlagCondition extends Prerequisite, Leaf {}

/** The time is in a window. */
export interface TimeCondition extends Leaf {
  readonly time: TimeWindow;
}

/** The user is inside a rollout. */
export interface RolloutCondition extends Leaf {
  readonly rollout: Rollout;
}

/** The conditions in a group, in order; none in a leaf. */
export function childrenOf(condition: Condition): readonly Condition[] {
  if (typeof condition === 'boolean') return [];
  if ('all' in condition) return condition.all;
  if ('any' in condition) return condition.any;
  return 'not' in condition ? [condition.not] : [];
}

/** What the `op` of a condition begins with when the operator is the application's own. */
export const CUSTOM_PREFIX = 'custom:';

/** The name of the application's own operator; `undefined` for a built-in one. */
export function customOperatorOf(op: string): string | undefined {
  return op.startsWith(CUSTOM_PREFIX) ? op.slice(CUSTOM_PREFIX.length) : undefined;
}

/** What a comparison compares with, one or several. */
export function operandsOf({ value, values }: AttributeCondition): readonly JsonValue[] {
  return values ?? (value === undefined ? [] : [value]);
}

/** The options of a comparison, with their defaults. */
export function operatorOptionsOf(condition: AttributeCondition): OperatorOptions {
  const { ignoreCase = false, lenient = false } = condition;
  return { ignoreCase, lenient };
}
