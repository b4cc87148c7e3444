import { z } from 'zod';
import { attributePathSchema } from '../../parse/fields.schema.js';
import type { JsonValue } from '../../json/json-value.js';
import type { AttributeView } from '../views/attribute-view.js';
import { views } from '../views/views.js';

export const attributeField = attributePathSchema.describe(
  'A name, taken literally, or a path such as "/company/plan".',
);

/** The options that operators may take. */
export const optionFields = {
  ignoreCase: option('Whether text is compared case-insensitively.'),
  lenient: option(
    'Whether versions may be incomplete ("2" and "v2.1" mean "2.0.0" and "2.1.0") or have a fourth number ("2.1.0.4").',
  ),
};

/** The fields of all conditions without nested conditions. */
export const negateField = option(
  'Whether the condition is negated. Unlike under "not", a negated condition is still false for a missing attribute.',
);

export const allViews = Object.keys(views) as readonly AttributeView[];

/** @param refusal the message for any other view */
export function viewField(accepted: readonly AttributeView[], refusal?: (view: AttributeView) => string) {
  return z
    .enum(accepted, { error: ({ input }) => (isView(input) ? refusal?.(input) : undefined) })
    .optional()
    .describe('How the attribute, or each element of a list, is converted. Default: not at all.');
}

export function valueField(operand: z.ZodType<JsonValue>) {
  return operand.describe('The value to compare with.');
}

export function valuesField(operand: z.ZodType<JsonValue>, max: number) {
  return z
    .array(operand)
    .min(1)
    .max(max)
    .optional()
    .describe('Several values, of which one must match; for "contains_all", all of them.');
}

function option(description: string) {
  return z.boolean().optional().describe(`${description} Default: false.`);
}

function isView(input: unknown): input is AttributeView {
  return allViews.some((view) => view === input);
}
