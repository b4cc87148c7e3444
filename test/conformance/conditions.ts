import type { Condition } from '../../lib/engine/targeting/condition.js';

/** Whether the attribute, or an element of it, is in a list. */
export function oneOf(attribute: string, values: readonly string[]): Condition {
  return values.length === 0 ? false : { attribute, op: 'in', values };
}
