import { z } from 'zod';
import { quoted } from '../../../internal/shown-text.js';
import { implies, type JsonSchema } from '../../parse/json-schema.js';
import type { NamedOperator } from '../operators.js';
import { scalarSchema } from '../operators/equality.js';
import type { Operator } from '../operators/operator.js';
import type { View } from '../views/attribute-view.js';
import { views } from '../views/views.js';
import { checkComparison } from './check-comparison.js';
import {
  attributeField,
  negateField,
  optionFields,
  valueField,
  valuesField,
  viewField,
} from './comparison-fields.schema.js';

/** The schema of conditions with one operator or its negative form, derived from the operator's row in the table. */
export function builtInConditionSchema(named: NamedOperator) {
  const { name, operator } = named;
  const { operand, maxOperands, compares } = operator;
  const withoutEffect = (given: readonly string[]) =>
    `${given.map((each) => quoted(each)).join(' and ')} would have no effect on "${name}", which compares ${compares}`;
  const fields: Record<string, z.ZodType> = Object.fromEntries(
    operator.options.map((option) => [option, optionFields[option]]),
  );
  if (maxOperands > 0) fields['value'] = maxOperands === 1 ? valueField(operand) : valueField(operand).optional();
  if (maxOperands > 1) fields['values'] = valuesField(operand, maxOperands);
  if (operator.views.length > 0) {
    const others = operator.views.map((view) => quoted(view)).join(' or ');
    fields['as'] = viewField(operator.views, (view) => `${withoutEffect([view])}; use ${others}, or leave it out`);
  }
  return z
    .strictObject(
      { attribute: attributeField, op: z.enum([name, `not_${name}`]), negate: negateField, ...fields },
      {
        error: ({ code, keys }) =>
          code === 'unrecognized_keys' && keys.every(isOption) ? `${withoutEffect(keys)}: leave it out` : undefined,
      },
    )
    .superRefine((condition, check) => checkComparison(named, condition, check))
    .meta(checksAsJson(named));
}

function isOption(name: string): boolean {
  return name === 'as' || Object.hasOwn(optionFields, name);
}

/** The checks in code, as far as JSON Schema can express them. */
function checksAsJson({ name, operator }: NamedOperator): JsonSchema {
  return {
    ...(operator.maxOperands > 1 && { oneOf: [{ required: ['value'] }, { required: ['values'] }] }),
    dependentSchemas: { negate: { properties: { op: { const: name } } } },
    ...operandsOfViews(operator),
  };
}

/** Requires, in JSON Schema, that operands have the type that a view reads. */
function operandsOfViews(operator: Operator): { allOf?: JsonSchema[] } {
  if (operator.operand !== scalarSchema) return {}; // its operands have only one type
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
