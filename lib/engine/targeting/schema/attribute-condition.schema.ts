import { z } from 'zod';
import { attributePathSchema, valueSchema } from '../../parse/fields.schema.js';
import { issueMessage } from '../../parse/issue-message.js';
import { implies, type JsonSchema } from '../../parse/json-schema.js';
import type { JsonValue } from '../../json/json-value.js';
import { quoted } from '../../../internal/shown-text.js';
import {
  CUSTOM_PREFIX,
  customOperatorOf,
  operandsOf,
  operatorOptionsOf,
  type AttributeCondition,
} from '../condition.js';
import { operators, type OperatorName } from '../operators.js';
import { scalarSchema } from '../operators/equality.js';
import type { Operator } from '../operators/operator.js';
import type { AttributeView, View } from '../views/attribute-view.js';
import { views } from '../views/views.js';

const MAX_CUSTOM_OPERANDS = 1000;
const MAX_PROBLEMS = 10;
const names = Object.keys(operators) as OperatorName[];
const UNKNOWN = `must be one of ${names.join(', ')}, or "${CUSTOM_PREFIX}NAME" for an operator of yours`;
const attribute = attributePathSchema.describe('A name, taken as it is, or a path such as "/company/plan".');
const options = {
  ignoreCase: option('Whether text is compared without regard to case.'),
  lenient: option('Whether versions such as "2" and "v2.1" count as "2.0.0" and "2.1.0".'),
};
const allViews = Object.keys(views) as AttributeView[];

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
    as: viewSchema(allViews),
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

/** @param refusal what is wrong with a view that is none of these */
function viewSchema(accepted: readonly AttributeView[], refusal?: (view: AttributeView) => string) {
  return z
    .enum(accepted, { error: ({ input }) => (isView(input) ? refusal?.(input) : undefined) })
    .optional()
    .describe('How the attribute is read, of a list each element. Default: as it is.');
}

function isView(input: unknown): input is AttributeView {
  return allViews.some((view) => view === input);
}

function isOption(name: string): boolean {
  return name === 'as' || Object.hasOwn(options, name);
}

function single(operand: z.ZodType<JsonValue>) {
  return operand.describe('What to compare with.');
}

function several(operand: z.ZodType<JsonValue>, max: number) {
  return z.array(operand).min(1).max(max).optional().describe('Several to compare with, of which one must hold.');
}

function builtInCondition(op: OperatorName) {
  const operator: Operator = operators[op];
  const { operand, maxOperands, compares } = operator;
  const withoutEffect = (given: readonly string[]) =>
    `${given.map((name) => quoted(name)).join(' and ')} would have no effect on "${op}", which compares ${compares}`;
  const fields: Record<string, z.ZodType> = Object.fromEntries(operator.options.map((name) => [name, options[name]]));
  if (maxOperands > 0) fields['value'] = maxOperands === 1 ? single(operand) : single(operand).optional();
  if (maxOperands > 1) fields['values'] = several(operand, maxOperands);
  if (operator.views.length > 0) {
    const others = operator.views.map((view) => quoted(view)).join(' or ');
    fields['as'] = viewSchema(operator.views, (view) => `${withoutEffect([view])}; use ${others}, or leave it out`);
  }
  const condition = z
    .strictObject(
      { attribute, op: z.literal(op), ...fields },
      {
        error: ({ code, keys }) =>
          code === 'unrecognized_keys' && keys.every(isOption) ? `${withoutEffect(keys)}: leave it out` : undefined,
      },
    )
    .superRefine((written, check) => checkOperands(operator, written, check));
  // What JSON Schema cannot take from code.
  const either = maxOperands > 1 ? { oneOf: [{ required: ['value'] }, { required: ['values'] }] } : {};
  return condition.meta({ ...either, ...operandsOfViews(operator) });
}

/** What says in JSON Schema that operands are of the type that a view reads. */
function operandsOfViews(operator: Operator): { allOf?: JsonSchema[] } {
  if (operator.operand !== scalarSchema) return {}; // they are of one type anyway
  return {
    allOf: operator.views.flatMap((as): JsonSchema[] => {
      const { operand: type }: View = views[as];
      if (type === undefined) return [];
      const description = 'Of the type that "as" reads.';
      const value: JsonSchema = { type, description };
      const operands: JsonSchema = { properties: { value, values: { type: 'array', items: { type }, description } } };
      return [implies({ properties: { as: { const: as } }, required: ['as'] }, operands)];
    }),
  };
}

/** What is wrong with an operand that cannot equal anything that the condition's view reads. */
function viewProblem({ as }: AttributeCondition, operand: JsonValue): string | undefined {
  if (as === undefined) return undefined;
  const { operand: type }: View = views[as];
  return type === undefined || typeof operand === type ? undefined : `must be a ${type}, as "as": ${quoted(as)} says`;
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
    const message = viewProblem(condition, operand) ?? operator.problem?.(operand, given);
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
  if (given.ignoreCase && !operands.some((operand) => typeof operand === 'string')) {
    check.addIssue({
      code: 'custom',
      path: ['ignoreCase'],
      message: 'would have no effect on what is no text: leave it out',
    });
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
