import { z } from 'zod';
import { nearestName } from '../../../internal/nearest-name.js';
import { valueSchema } from '../../parse/fields.schema.js';
import { issueMessage } from '../../parse/issue-message.js';
import { CUSTOM_PREFIX, customOperatorOf, type AttributeCondition } from '../condition.js';
import { allOperators } from '../operators.js';
import { builtInConditionSchema } from './built-in-condition.schema.js';
import {
  allViews,
  attributeField,
  negateField,
  optionFields,
  valueField,
  valuesField,
  viewField,
} from './comparison-fields.schema.js';

const MAX_CUSTOM_OPERANDS = 1000;
const names = allOperators.map(({ name }) => name);
const UNKNOWN =
  `must be one of ${names.join(', ')}, one of these with the prefix "not_", ` +
  `or "${CUSTOM_PREFIX}NAME" for a custom operator`;

type BuiltIn = ReturnType<typeof builtInConditionSchema>;

const builtIn = z.discriminatedUnion('op', allOperators.map(builtInConditionSchema) as [BuiltIn, ...BuiltIn[]], {
  error: ({ code, input }) => (code === 'invalid_union' ? `${UNKNOWN}${suggestion(input)}` : undefined),
});

const custom = z
  .strictObject({
    attribute: attributeField,
    op: z.templateLiteral([CUSTOM_PREFIX, z.string().regex(/^[A-Za-z0-9_]{1,64}$/)], {
      error: `must be "${CUSTOM_PREFIX}" and a name of up to 64 letters, digits and "_"`,
    }),
    negate: negateField,
    value: valueField(valueSchema).optional(),
    values: valuesField(valueSchema, MAX_CUSTOM_OPERANDS),
    as: viewField(allViews),
    ...optionFields,
  })
  .refine(({ value, values }) => value === undefined || values === undefined, 'accepts "value" or "values", not both');

/**
 * A condition on one attribute, derived from the table of operators, each with its own operands and options. The union
 * would report the problems of both its members, so the member that `op` selects is checked first.
 */
export const attributeConditionSchema: z.ZodType<AttributeCondition> = z.preprocess(
  (input, check) => {
    const { error } = (isCustom(input) ? custom : builtIn).safeParse(input, { error: issueMessage });
    for (const issue of error?.issues ?? []) check.addIssue({ ...issue });
    return input;
  },
  z.union([builtIn, custom]),
);

/** Suggests the operator that a condition with an unknown one probably means. */
function suggestion(condition: unknown): string {
  const op = typeof condition === 'object' && condition !== null && 'op' in condition ? condition.op : undefined;
  const nearest =
    typeof op === 'string' ? nearestName(op, [...names, ...names.map((name) => `not_${name}`)]) : undefined;
  return nearest === undefined ? '' : `; did you mean "${nearest}"?`;
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
