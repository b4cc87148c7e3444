import type { z } from 'zod';
import { quoted } from '../../../internal/shown-text.js';
import type { JsonValue } from '../../json/json-value.js';
import { isIdPath } from '../../attributes/attribute-path.js';
import { operandsOf, operatorOptionsOf, type AttributeCondition } from '../condition.js';
import type { NamedOperator } from '../operators.js';
import type { View } from '../views/attribute-view.js';
import { views } from '../views/views.js';

const MAX_PROBLEMS = 10;

/** Checks the fields of a comparison that depend on each other. */
export function checkComparison(
  { name, operator }: NamedOperator,
  condition: AttributeCondition,
  check: z.RefinementCtx,
): void {
  const { value, values, op, negate } = condition;
  if (negate !== undefined && op !== name) {
    check.addIssue({
      code: 'custom',
      path: ['negate'],
      message: `is already part of ${quoted(op)}: use ${quoted(name)}`,
    });
  }
  if (operator.maxOperands > 1 && (value === undefined) === (values === undefined)) {
    check.addIssue('needs either "value" or "values"');
  }
  const { wholeArray = false, views: accepted } = operator;
  if (wholeArray && accepted.includes('list') && condition.as !== 'list' && isIdPath(condition.attribute)) {
    const message = `is never a list, which ${quoted(name)} needs: use "as": "list"`;
    check.addIssue({ code: 'custom', path: ['attribute'], message });
  }
  if (check.issues.length > 0) return; // operands over a limit are not checked further
  const given = operatorOptionsOf(condition);
  const operands = operandsOf(condition);
  const refuse = (operand: JsonValue, path: (string | number)[]) => {
    const message =
      viewProblem(condition, operand) ?? idProblem(condition, operand) ?? operator.problem?.(operand, given);
    if (message !== undefined) check.addIssue({ code: 'custom', path, message });
  };
  if (value !== undefined) refuse(value, ['value']);
  for (const [i, operand] of (values ?? []).entries()) {
    if (check.issues.length >= MAX_PROBLEMS) return; // rejecting a pattern that is too large takes long
    refuse(operand, ['values', i]);
  }
  if (check.issues.length > 0) return;
  const { maxOperandText } = operator;
  const path = [values === undefined ? 'value' : 'values'];
  if (maxOperandText !== undefined && textIn(operands) > maxOperandText) {
    check.addIssue({ code: 'custom', path, message: `must have at most ${maxOperandText} characters in total` });
  }
  if (given.ignoreCase && !operands.some((operand) => typeof operand === 'string')) {
    check.addIssue({
      code: 'custom',
      path: ['ignoreCase'],
      message: 'would have no effect, because no operand is text: leave it out',
    });
  }
  const message = operator.problemOfAll?.(operands, given);
  if (message !== undefined) check.addIssue({ code: 'custom', path, message });
}

function textIn(operands: readonly JsonValue[]): number {
  return operands.reduce<number>((sum, each) => sum + (typeof each === 'string' ? each.length : 0), 0);
}

/** The problem of an operand that the condition's view can never produce. */
function viewProblem({ as }: AttributeCondition, operand: JsonValue): string | undefined {
  if (as === undefined) return undefined;
  const { operand: type }: View = views[as];
  return type === undefined || typeof operand === type ? undefined : `must be a ${type} because of "as": ${quoted(as)}`;
}

/** The problem of an operand that no id can equal, because ids are compared as text. */
function idProblem({ as, attribute }: AttributeCondition, operand: JsonValue): string | undefined {
  if (as !== undefined || (typeof operand !== 'boolean' && operand !== null) || !isIdPath(attribute)) return undefined;
  return 'must be a string or number: the ids of users and sessions are compared as text';
}
