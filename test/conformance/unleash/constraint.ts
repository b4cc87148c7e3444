import type { AttributeCondition, Condition } from '../../../lib/engine/targeting/condition.js';
import { oneOf } from '../conditions.js';
import { legal } from './legal.js';
import type { Constraint } from './specification.js';

type Translate = (constraint: Constraint) => Condition;

const isOneOf: Translate = ({ contextName, values = [] }) => oneOf(contextName, values);

const operators: Readonly<Record<string, Translate>> = {
  IN: isOneOf,
  NOT_IN: (constraint) => ({ not: isOneOf(constraint) }), // a missing attribute is in no list
  STR_STARTS_WITH: text('starts_with'),
  STR_ENDS_WITH: text('ends_with'),
  STR_CONTAINS: text('contains'),
  NUM_EQ: number('equals'),
  NUM_GT: number('greater_than'),
  NUM_GTE: number('greater_than_or_equal'),
  NUM_LT: number('less_than'),
  NUM_LTE: number('less_than_or_equal'),
  SEMVER_EQ: plain('semver_equals'),
  SEMVER_GT: plain('semver_greater_than'),
  SEMVER_GTE: plain('semver_greater_than_or_equal'),
  SEMVER_LT: plain('semver_less_than'),
  SEMVER_LTE: plain('semver_less_than_or_equal'),
  DATE_AFTER: plain('after'),
  DATE_BEFORE: plain('before'),
  REGEX: ({ contextName, value, caseInsensitive }) =>
    legal({ attribute: contextName, op: 'matches', value, ignoreCase: caseInsensitive }),
  IN_CIDR: ({ contextName, values = [] }) => inRanges(contextName, values),
};

/** An operator that Unleash does not have makes a constraint that never holds. */
export function conditionOf(constraint: Constraint): Condition {
  const condition = operators[constraint.operator]?.(constraint);
  if (condition === undefined) return false;
  return constraint.inverted === true ? { not: condition } : condition;
}

/** Whether an address is in one of the ranges; those that are none are left out. */
export function inRanges(attribute: string, ranges: readonly string[]): Condition {
  return { any: ranges.map((value) => legal({ attribute, op: 'in_cidr', value })) };
}

function text(op: AttributeCondition['op']): Translate {
  return ({ contextName, values, caseInsensitive }) =>
    legal({ attribute: contextName, op, values, ignoreCase: caseInsensitive });
}

/** Attributes of Unleash are text. */
function number(op: AttributeCondition['op']): Translate {
  return ({ contextName, value }) => legal({ attribute: contextName, op, value: Number(value), as: 'number' });
}

function plain(op: AttributeCondition['op']): Translate {
  return ({ contextName, value }) => legal({ attribute: contextName, op, value });
}
