import type { Condition, ConditionLeaf } from './condition.js';
import { operatorNamed } from './operators.js';

/**
 * The condition that holds where this one is decided and does not hold. Unlike `{ not }`, it is false for a missing
 * attribute, as this one is. Negation is moved into the leaves (negation normal form), so that evaluation needs no third
 * verdict for what is missing.
 */
export function negated(condition: Condition): Condition {
  if (typeof condition === 'boolean') return !condition;
  if ('all' in condition) return { any: condition.all.map(negated) };
  if ('any' in condition) return { all: condition.any.map(negated) };
  return 'not' in condition ? condition.not : negatedLeaf(condition);
}

function negatedLeaf(leaf: ConditionLeaf): ConditionLeaf {
  const operator = 'op' in leaf ? operatorNamed(leaf.op) : undefined;
  if ('op' in leaf && operator?.isNegative) return { ...leaf, op: operator.name };
  return { ...leaf, negate: leaf.negate !== true };
}
