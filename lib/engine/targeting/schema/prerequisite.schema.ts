import { z } from 'zod';
import { keySchema, nameSchema, valueSchema } from '../../parse/fields.schema.js';
import { FlagLimits } from '../../flag-limits.js';

export const prerequisiteSchema = z
  .strictObject({
    flag: keySchema.describe("The other flag's key."),
    enabled: z.boolean().optional().describe('Whether it must be on or off. Default: true.'),
    variants: z
      .array(nameSchema)
      .min(1)
      .max(FlagLimits.variants)
      .optional()
      .describe('It must be on and serve one of these variants.'),
    value: valueSchema.optional().describe('It must be on and serve this value.'),
  })
  .refine(
    ({ enabled, variants, value }) => [enabled, variants, value].filter((wish) => wish !== undefined).length <= 1,
    'takes one of "enabled", "variants" and "value"',
  )
  .meta({
    description: 'What must hold of another flag, for the same user: that it is on, unless it says otherwise.',
    dependentSchemas: {
      enabled: { properties: { variants: false, value: false } },
      variants: { properties: { value: false } },
    },
  });

export const prerequisitesSchema = z.array(prerequisiteSchema).max(FlagLimits.prerequisites);
