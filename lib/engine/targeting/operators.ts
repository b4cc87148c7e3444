import { containsAll, sized } from './operators/array.js';
import { dates } from './operators/date.js';
import { equals, oneOf } from './operators/equality.js';
import { inCidr } from './operators/ip-range.js';
import { numbers } from './operators/number.js';
import { negative, type Operator } from './operators/operator.js';
import { isAbove, isAtLeast, isAtMost, isBelow, isSame, ordered } from './operators/ordered.js';
import { matches } from './operators/pattern.js';
import { exists } from './operators/presence.js';
import { contains, endsWith, startsWith } from './operators/text.js';
import { versions } from './operators/version.js';

/** Every operator of conditions; the schema and the compiler are made from this table. */
export const operators = {
  equals,
  not_equals: negative(equals),
  in: oneOf,
  not_in: negative(oneOf),

  contains,
  not_contains: negative(contains),
  starts_with: startsWith,
  not_starts_with: negative(startsWith),
  ends_with: endsWith,
  not_ends_with: negative(endsWith),
  matches,
  not_matches: negative(matches),

  greater_than: ordered(numbers, isAbove),
  greater_than_or_equal: ordered(numbers, isAtLeast),
  less_than: ordered(numbers, isBelow),
  less_than_or_equal: ordered(numbers, isAtMost),

  semver_equals: ordered(versions, isSame),
  semver_greater_than: ordered(versions, isAbove),
  semver_greater_than_or_equal: ordered(versions, isAtLeast),
  semver_less_than: ordered(versions, isBelow),
  semver_less_than_or_equal: ordered(versions, isAtMost),

  before: ordered(dates, isBelow),
  not_before: negative(ordered(dates, isBelow)),
  after: ordered(dates, isAbove),
  not_after: negative(ordered(dates, isAbove)),

  exists,
  not_exists: negative(exists),

  in_cidr: inCidr,
  not_in_cidr: negative(inCidr),

  contains_all: containsAll,
  size: sized(isSame),
  size_at_least: sized(isAtLeast),
  size_at_most: sized(isAtMost),
} satisfies Record<string, Operator>;

/** The operators that are built in. */
export type OperatorName = keyof typeof operators;
