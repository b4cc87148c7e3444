import { containsAll, sized } from './operators/array.js';
import { dates } from './operators/date.js';
import { equals, oneOf } from './operators/equality.js';
import { inCidr } from './operators/ip-range.js';
import { numbers } from './operators/number.js';
import type { Operator } from './operators/operator.js';
import { isAbove, isAtLeast, isAtMost, isBelow, isSame, ordered } from './operators/ordered.js';
import { matches } from './operators/pattern.js';
import { exists } from './operators/presence.js';
import { contains, endsWith, startsWith } from './operators/text.js';
import { texts } from './operators/text-order.js';
import { semverMatches } from './operators/version-range.js';
import { semverEquals, versions } from './operators/version.js';

/** The operators of conditions, without their negative forms. The schema and the compiler are derived from this table. */
export const operators = {
  equals,
  in: oneOf,

  contains,
  starts_with: startsWith,
  ends_with: endsWith,
  matches,
  sorts_before: ordered({ ...texts, operand: texts.operand.min(1) }, isBelow), // no text sorts before the empty text
  sorts_after: ordered(texts, isAbove),

  greater_than: ordered(numbers, isAbove),
  greater_than_or_equal: ordered(numbers, isAtLeast),
  less_than: ordered(numbers, isBelow),
  less_than_or_equal: ordered(numbers, isAtMost),

  semver_equals: semverEquals,
  semver_greater_than: ordered(versions, isAbove),
  semver_greater_than_or_equal: ordered(versions, isAtLeast),
  semver_less_than: ordered(versions, isBelow),
  semver_less_than_or_equal: ordered(versions, isAtMost),
  semver_matches: semverMatches,

  before: ordered(dates, isBelow),
  after: ordered(dates, isAbove),

  exists,
  in_cidr: inCidr,

  contains_all: containsAll,
  size: sized(isSame),
  size_at_least: sized(isAtLeast),
  size_at_most: sized(isAtMost),
} satisfies Record<string, Operator>;

/** The names in the table, without their negative forms. */
export type PositiveOperatorName = keyof typeof operators;

/** The built-in operators. `not_equals` is short for `equals` with `negate: true`, and so on. */
export type OperatorName = PositiveOperatorName | `not_${PositiveOperatorName}`;

/** The operator that an `op` names, in its positive or negative form. */
export interface NamedOperator {
  readonly name: PositiveOperatorName;
  readonly operator: Operator;
  readonly isNegative: boolean;
}

/** All operators of the table. */
export const allOperators: readonly NamedOperator[] = Object.entries<Operator>(operators).map(([name, operator]) => ({
  name: name as PositiveOperatorName,
  operator,
  isNegative: false,
}));

const named = new Map(
  allOperators.flatMap((positive): [string, NamedOperator][] => [
    [positive.name, positive],
    [`not_${positive.name}`, { ...positive, isNegative: true }],
  ]),
);

/** The built-in operator that has this name or whose negative form has it; `undefined` for any other name. */
export function operatorNamed(op: string): NamedOperator | undefined {
  return named.get(op);
}
