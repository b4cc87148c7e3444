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
 * Whether a context's attribute compares as the condition wants. An array holds when one of its elements does, under a
 * negative operator when none does; missing attributes and wrong types never hold. Undecided when the attribute cannot be
 * read or an operator fails.
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

/** A condition as an explanation shows it: of many values the first. */
function shownCondition(condition: AttributeCondition): AttributeCondition {
  const { values } = condition;
  return values === undefined || values.length <= SHOWN_VALUES
    ? condition
    : { ...condition, values: [...values.slice(0, SHOWN_VALUES), `… and ${values.length - SHOWN_VALUES} more`] };
}

const SHOWN_VALUES = 20;

/** {@link compileAttributeCondition} that throws what it cannot decide by. */
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

/** The test, and the answer with which the condition holds. */
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
  if (named === undefined) throw new RangeError('A condition has an operator that the parser refuses.');
  const { operator, isNegative } = named;
  const { wholeArray = false, maxElements, comparesText = false } = operator;
  const isOfKey = comparesText && isIdPath(attribute) && as !== 'number' && as !== 'boolean';
  const compared = isOfKey ? operands.map(keyTextOf) : operands;
  const test = operator.compile(compared, options);
  const writesBigints = comparesText || as === 'text';
  const parts = { as, wholeArray, maxElements, maxText: operator.maxText?.(compared, options), writesBigints };
  return { test: overAttribute(isOfKey ? ofKeyText(test) : test, parts), wanted: !isNegative && !negate };
}

/** Ids are compared as text, whether an application or a definition writes them as numbers or not. */
function ofKeyText(test: AttributeTest): AttributeTest {
  return (value) => test(Array.isArray(value) ? value.map(asKeyText) : asKeyText(value));
}

function keyTextOf(operand: JsonValue): JsonValue {
  return typeof operand === 'number' ? String(operand) : operand;
}
