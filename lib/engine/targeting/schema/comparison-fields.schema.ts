import { z } from 'zod';
import { attributePathSchema } from '../../parse/fields.schema.js';
import type { JsonValue } from '../../json/json-value.js';
import type { AttributeView } from '../views/attribute-view.js';
import { views } from '../views/views.js';

export const attributeField = attributePathSchema.describe(
  'A name, taken as it is, or a path such as "/company/plan".',
);

/** The options that operators may know. */
export const optionFields = {
  ignoreCase: option('Whether text is compared without regard to case.'),
  lenient: option('Whether versions such as "2" and "v2.1" count as "2.0.0" and "2.1.0".'),
};

/** What every condition takes that holds no others. */
export const negateField = option(
  'Whether it holds where it is decided and would not hold. Unlike with "not", it is false for a missing attribute.',
);

export const allViews = Object.keys(views) as readonly AttributeView[];

/** @param refusal what is wrong with a view that is none of these */
export function viewField(accepted: readonly AttributeView[], refusal?: (view: AttributeView) => string) {
  return z
    .enum(accepted, { error: ({ input }) => (isView(input) ? refusal?.(input) : undefined) })
    .optional()
    .describe('How the attribute is read, of a list each element. Default: as it is.');
}

export function valueField(operand: z.ZodType<JsonValue>) {
  return operand.describe('What to compare with.');
}

export function valuesField(operand: z.ZodType<JsonValue>, max: number) {
  return z.array(operand).min(1).max(max).optional().describe('Several to compare with, of which one must hold.');
}

function option(description: string) {
  return z.boolean().optional().describe(`${description} Default: false.`);
}

function isView(input: unknown): input is AttributeView {
  return allViews.some((view) => view === input);
}
