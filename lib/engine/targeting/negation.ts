import type { Condition, ConditionLeaf } from './condition.js';
import { operatorNamed } from './operators.js';

/**
 * The condition that holds when this one is decided and does not hold. Like this one, but unlike `{ not }`, it is false
 * for a missing attribute. Negation is moved into the leaves (negation normal form), so that evaluation needs no third
 * verdict for missing attributes.
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
