import { z } from 'zod';
import { attributePathSchema, valueSchema } from '../../parse/fields.schema.js';
import { issueMessage } from '../../parse/issue-message.js';
import type { JsonValue } from '../../json/json-value.js';
import {
  CUSTOM_PREFIX,
  customOperatorOf,
  operandsOf,
  operatorOptionsOf,
  type AttributeCondition,
} from '../condition.js';
import { operators, type OperatorName } from '../operators.js';
import type { Operator } from '../operators/operator.js';

const MAX_CUSTOM_OPERANDS = 1000;
const MAX_PROBLEMS = 10;
const names = Object.keys(operators) as OperatorName[];
const UNKNOWN = `must be one of ${names.join(', ')}, or "${CUSTOM_PREFIX}NAME" for an operator of yours`;
const attribute = attributePathSchema.describe('A name, taken as it is, or a path such as "/company/plan".');
const options = {
  ignoreCase: option('Whether text is compared without regard to case.'),
  coerce: option('Whether numeric text counts as a number, and a number as an instant in milliseconds.'),
  lenient: option('Whether versions such as "2" and "v2.1" count as "2.0.0" and "2.1.0".'),
};

type BuiltIn = ReturnType<typeof builtInCondition>;

const byOperator = new Map<string, BuiltIn>(names.map((name) => [name, builtInCondition(name)]));
const builtIn = z.discriminatedUnion('op', [...byOperator.values()] as [BuiltIn, ...BuiltIn[]], {
  error: ({ code }) => (code === 'invalid_union' ? UNKNOWN : undefined),
});

const custom = z
  .strictObject({
    attribute,
    op: z.templateLiteral([CUSTOM_PREFIX, z.string().regex(/^[A-Za-z0-9_]{1,64}$/)], {
      error: `must be "${CUSTOM_PREFIX}" and a name of up to 64 letters, digits and "_"`,
    }),
    value: single(valueSchema).optional(),
    values: several(valueSchema, MAX_CUSTOM_OPERANDS),
    ...options,
  })
  .refine(({ value, values }) => value === undefined || values === undefined, 'takes "value" or "values", not both');

/**
 * A condition on one attribute, made from the table of operators: each has its own operands and options. The union alone
 * would tell the problems of both its members; hence the one that `op` means is asked first.
 */
export const attributeConditionSchema: z.ZodType<AttributeCondition> = z.preprocess(
  (input, check) => {
    const { error } = (isCustom(input) ? custom : builtIn).safeParse(input, { error: issueMessage });
    for (const issue of error?.issues ?? []) check.addIssue({ ...issue });
    return input;
  },
  z.union([builtIn, custom]),
);

/** The schema of the conditions with one of the built-in operators; `undefined` for any other operator. */
export function attributeConditionSchemaOf(op: string): z.ZodType<AttributeCondition> | undefined {
  return byOperator.get(op);
}

function option(description: string) {
  return z.boolean().optional().describe(`${description} Default: false.`);
}

function single(operand: z.ZodType<JsonValue>) {
  return operand.describe('What to compare with.');
}

function several(operand: z.ZodType<JsonValue>, max: number) {
  return z.array(operand).min(1).max(max).optional().describe('Several to compare with, of which one must hold.');
}

function builtInCondition(op: OperatorName) {
  const operator: Operator = operators[op];
  const { operand, maxOperands } = operator;
  const fields: Record<string, z.ZodType> = Object.fromEntries(operator.options.map((name) => [name, options[name]]));
  if (maxOperands > 0) fields['value'] = maxOperands === 1 ? single(operand) : single(operand).optional();
  if (maxOperands > 1) fields['values'] = several(operand, maxOperands);
  const condition = z
    .strictObject({ attribute, op: z.literal(op), ...fields })
    .superRefine((written, check) => checkOperands(operator, written, check));
  // What JSON Schema cannot take from code.
  return maxOperands > 1 ? condition.meta({ oneOf: [{ required: ['value'] }, { required: ['values'] }] }) : condition;
}

function checkOperands(operator: Operator, condition: AttributeCondition, check: z.RefinementCtx): void {
  const { value, values } = condition;
  if (operator.maxOperands > 1 && (value === undefined) === (values === undefined)) {
    check.addIssue('needs either "value" or "values"');
  }
  if (check.issues.length > 0) return; // operands over a limit are not looked into
  const given = operatorOptionsOf(condition);
  const operands = operandsOf(condition);
  const refuse = (operand: JsonValue, path: (string | number)[]) => {
    const message = operator.problem?.(operand, given);
    if (message !== undefined) check.addIssue({ code: 'custom', path, message });
  };
  if (value !== undefined) refuse(value, ['value']);
  for (const [i, operand] of (values ?? []).entries()) {
    if (check.issues.length >= MAX_PROBLEMS) return; // a pattern that is too large takes long to be refused
    refuse(operand, ['values', i]);
  }
  if (check.issues.length > 0) return;
  const { maxOperandText = Infinity } = operator;
  const path = [values === undefined ? 'value' : 'values'];
  if (textIn(operands) > maxOperandText) {
    check.addIssue({ code: 'custom', path, message: `must be at most ${maxOperandText} characters in all` });
  }
  const message = operator.problemOfAll?.(operands, given);
  if (message !== undefined) check.addIssue({ code: 'custom', path, message });
}

function textIn(operands: readonly JsonValue[]): number {
  return operands.reduce<number>((sum, each) => sum + (typeof each === 'string' ? each.length : 0), 0);
}

function isCustom(input: unknown): boolean {
  return (
    typeof input === 'object' &&
    input !== null &&
    'op' in input &&
    typeof input.op === 'string' &&
    customOperatorOf(input.op) !== undefined
  );
}
