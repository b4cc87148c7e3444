import { attributeReader } from '../../attribute-path.js';
import type { AttributeTest } from '../../extensions.js';
import type { FlagContext } from '../../flag-context.js';
import type { Scope } from '../../scope.js';
import { shownAttribute } from '../../shown-attribute.js';
import { traced } from '../../tracer.js';
import { customOperatorOf, operandsOf, operatorOptionsOf, type AttributeCondition } from '../condition.js';
import { compileCustomOperator } from './custom-operator.js';
import { operators, type OperatorName } from '../operators.js';
import { overElements, verdictOf } from '../operators/elements.js';
import type { Operator } from '../operators/operator.js';

/**
 * Whether a context's attribute compares as the condition wants. An array holds when one of its elements does, under a
 * negative operator when none does; missing attributes and wrong types never hold. Answers for any attribute, also one
 * that throws when it is looked at.
 */
export function compileAttributeCondition(
  condition: AttributeCondition,
  scope: Scope,
): (context: FlagContext) => boolean {
  const read = attributeReader(condition.attribute);
  const { test, wanted } = compileTest(condition, scope);
  const holds = (context: FlagContext) => verdictOf(test, read(context)) === wanted;
  return traced(scope, holds, (result, context) => ({
    step: 'attribute',
    condition,
    seen: shownAttribute(read(context)),
    holds: result,
  }));
}

/** The test, and the answer with which the condition holds. */
function compileTest(condition: AttributeCondition, scope: Scope): { test: AttributeTest; wanted: boolean } {
  const { op } = condition;
  const operands = operandsOf(condition);
  const options = operatorOptionsOf(condition);
  const custom = customOperatorOf(op);
  if (custom !== undefined) {
    const test = compileCustomOperator(custom, operands, options, scope);
    return { test: overElements(test), wanted: true };
  }
  const operator: Operator = operators[op as OperatorName]; // the parser lets no other name through
  const test = operator.compile(operands, options);
  return {
    test: operator.wholeArray ? test : overElements(test, operator.maxText),
    wanted: !operator.negative,
  };
}
