import type { Condition } from '../../lib/engine/targeting/condition.js';

/** Holds for nobody. */
export const NEVER: Condition = { rollout: { percentage: 0 } };

/** Holds for everybody. */
export const ALWAYS: Condition = { rollout: { percentage: 100 } };

export function allOf(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? ALWAYS : { all: conditions };
}

export function anyOf(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? NEVER : { any: conditions };
}

/** Whether the attribute, or an element of it, is in a list. */
export function oneOf(attribute: string, values: readonly string[]): Condition {
  return values.length === 0 ? NEVER : { attribute, op: 'in', values };
}
