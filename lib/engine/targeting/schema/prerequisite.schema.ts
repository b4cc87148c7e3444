import { z } from 'zod';
import { isBounded, keySchema, nameSchema, UNBOUNDED, valueSchema } from '../../parse/fields.schema.js';
import { FlagLimits } from '../../flag-limits.js';
import type { FlagCondition } from '../condition.js';
import { negateField } from './comparison-fields.schema.js';

const fields = {
  flag: keySchema.describe("The other flag's key."),
  enabled: z.boolean().optional().describe('Whether it must be on or off. Default: true.'),
  variants: z
    .array(nameSchema)
    .min(1)
    .max(FlagLimits.variants)
    .optional()
    .describe('It must be on and serve one of these variants.'),
  value: valueSchema.refine(isBounded, UNBOUNDED).optional().describe('It must be on and serve this value.'),
};

const DESCRIPTION = 'What must hold of another flag, for the same user: that it is on, unless it says otherwise.';
const EXCLUSIVE = {
  enabled: { properties: { variants: false, value: false } },
  variants: { properties: { value: false } },
} as const;

const SEVERAL = 'takes only one of "enabled", "variants" and "value"';

function hasOneRequirement({ enabled, variants, value }: FlagCondition): boolean {
  return [enabled, variants, value].filter((each) => each !== undefined).length <= 1;
}

export const prerequisiteSchema = z.strictObject(fields).refine(hasOneRequirement, SEVERAL).meta({
  description: DESCRIPTION,
  dependentSchemas: EXCLUSIVE,
});

export const prerequisitesSchema = z.array(prerequisiteSchema).max(FlagLimits.prerequisites);

/** The same as a condition. */
export const flagConditionSchema = z
  .strictObject({ ...fields, negate: negateField })
  .refine(hasOneRequirement, SEVERAL)
  .refine(({ enabled, negate }) => enabled === undefined || negate === undefined, {
    path: ['negate'],
    error: 'is not needed beside "enabled", which says whether the flag must be on or off',
  })
  .meta({
    description: DESCRIPTION,
    dependentSchemas: { ...EXCLUSIVE, negate: { properties: { enabled: false } } },
  });
