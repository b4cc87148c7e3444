import { z } from 'zod';
import { isBounded, keySchema, nameSchema, UNBOUNDED, valueSchema } from '../../parse/fields.schema.js';
import { FlagLimits } from '../../flag-limits.js';
import type { FlagCondition } from '../condition.js';
import { negateField } from './comparison-fields.schema.js';

const fields = {
  flag: keySchema.describe("The other flag's key."),
  enabled: z.boolean().optional().describe('Whether the other flag must be on or off. Default: true.'),
  variants: z
    .array(nameSchema)
    .min(1)
    .max(FlagLimits.variants)
    .optional()
    .describe('The other flag must be on and serve one of these variants.'),
  value: valueSchema
    .refine(isBounded, UNBOUNDED)
    .optional()
    .describe('The other flag must be on and serve this value.'),
};

const DESCRIPTION =
  'A requirement on another flag, for the same user: it must be on, unless "enabled", "variants" or "value" is given.';
const EXCLUSIVE = {
  enabled: { properties: { variants: false, value: false } },
  variants: { properties: { value: false } },
} as const;

const SEVERAL = 'accepts only one of "enabled", "variants" and "value"';

function hasOneRequirement({ enabled, variants, value }: FlagCondition): boolean {
  return [enabled, variants, value].filter((each) => each !== undefined).length <= 1;
}

const notAnObject: z.core.$ZodErrorMap = ({ code }) =>
  code === 'invalid_type' ? 'must be an object such as { "flag": "payments" }' : undefined;

export const prerequisiteSchema = z
  .strictObject(fields, { error: notAnObject })
  .refine(hasOneRequirement, SEVERAL)
  .meta({
    description: DESCRIPTION,
    dependentSchemas: EXCLUSIVE,
  });

export const prerequisitesSchema = z.array(prerequisiteSchema).max(FlagLimits.prerequisites);

/** A prerequisite in the form of a condition. */
export const flagConditionSchema = z
  .strictObject({ ...fields, negate: negateField })
  .refine(hasOneRequirement, SEVERAL)
  .refine(({ enabled, negate }) => enabled === undefined || negate === undefined, {
    path: ['negate'],
    error: 'cannot be combined with "enabled", which already states whether the flag must be on or off',
  })
  .meta({
    description: DESCRIPTION,
    dependentSchemas: { ...EXCLUSIVE, negate: { properties: { enabled: false } } },
  });
