import { attributeReader, isIdPath } from '../../attributes/attribute-path.js';
import { undecidedOnFailure } from '../../compile/evaluation-failure.js';
import type { AttributeTest } from '../../extensions.js';
import type { FlagContext } from '../../flag-context.js';
import type { JsonValue } from '../../json/json-value.js';
import { assertAwaited } from '../../attributes/own-fields.js';
import type { Scope } from '../../compile/scope.js';
import { shownWhenRead } from '../../attributes/shown-attribute.js';
import { asKeyText } from '../../allocation/targeting-key.js';
import { traced } from '../../compile/tracer.js';
import { customOperatorOf, operandsOf, operatorOptionsOf, type AttributeCondition } from '../condition.js';
import { operatorNamed } from '../operators.js';
import { overAttribute } from '../views/over-attribute.js';
import type { Matcher } from './matcher.js';
import { compileCustomOperator } from './custom-operator.js';

/**
 * Tests whether a context's attribute meets the condition. An array meets it if one of its elements does or, under a
 * negative operator, if none does. Missing attributes and values of the wrong type never meet it. Undecided if the
 * attribute cannot be read or an operator fails.
 */
export function compileAttributeCondition(condition: AttributeCondition, scope: Scope): Matcher {
  const read = attributeReader(condition.attribute);
  const holds = undecidedOnFailure(compileComparison(condition, scope), scope);
  const shown = scope.tracer === undefined ? condition : shownCondition(condition);
  return traced(scope, holds, (result, context) => ({
    step: 'attribute',
    condition: shown,
    seen: shownWhenRead(() => read(context)),
    holds: result ?? null,
  }));
}

/** A condition as an explanation shows it, with only the first of many values. */
function shownCondition(condition: AttributeCondition): AttributeCondition {
  const { values } = condition;
  return values === undefined || values.length <= SHOWN_VALUES
    ? condition
    : { ...condition, values: [...values.slice(0, SHOWN_VALUES), `… and ${values.length - SHOWN_VALUES} more`] };
}

const SHOWN_VALUES = 20;

/** {@link compileAttributeCondition}, but throws when the condition is undecided. */
export function compileComparison(condition: AttributeCondition, scope: Scope): (context: FlagContext) => boolean {
  const read = attributeReader(condition.attribute);
  const { test, wanted } = compileTest(condition, scope);
  return (context) => {
    const value = read(context);
    const verdict = test(value);
    if (verdict === undefined) assertAwaited(value);
    return verdict === wanted;
  };
}

/** Compiles the test of a condition, and the result of the test for which the condition holds. */
function compileTest(condition: AttributeCondition, scope: Scope): { test: AttributeTest; wanted: boolean } {
  const { attribute, as, op, negate = false } = condition;
  const operands = operandsOf(condition);
  const options = operatorOptionsOf(condition);
  const custom = customOperatorOf(op);
  if (custom !== undefined) {
    const test = compileCustomOperator(custom, operands, options, scope);
    return { test: overAttribute(test, { as }), wanted: !negate };
  }
  const named = operatorNamed(op);
  if (named === undefined) throw new RangeError('A condition has an operator that the parser rejects.');
  const { operator, isNegative } = named;
  const { wholeArray = false, maxElements, comparesText = false } = operator;
  const isOfKey = comparesText && isIdPath(attribute) && as !== 'number' && as !== 'boolean';
  const compared = isOfKey ? operands.map(keyTextOf) : operands;
  const test = operator.compile(compared, options);
  const writesBigints = comparesText || as === 'text';
  const parts = { as, wholeArray, maxElements, maxText: operator.maxText?.(compared, options), writesBigints };
  return { test: overAttribute(isOfKey ? ofKeyText(test) : test, parts), wanted: !isNegative && !negate };
}

/** Compares ids as text, even if the application or the definition gives them as numbers. */
function ofKeyText(test: AttributeTest): AttributeTest {
  return (value) => test(Array.isArray(value) ? value.map(asKeyText) : asKeyText(value));
}

function keyTextOf(operand: JsonValue): JsonValue {
  return typeof operand === 'number' ? String(operand) : operand;
}
