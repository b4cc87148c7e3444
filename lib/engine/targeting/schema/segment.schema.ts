import { z } from 'zod';
import {
  attributePathSchema,
  descriptionSchema,
  targetingKeySchema,
  ownKeySchema,
  versionSchema,
} from '../../parse/fields.schema.js';
import { FlagLimits } from '../../flag-limits.js';
import { conditionSchema } from './condition.schema.js';

const keys = z.array(targetingKeySchema).max(FlagLimits.users);

export const segmentSchema = z
  .strictObject({
    key: ownKeySchema.optional(),
    description: descriptionSchema.optional().describe('What the segment is for, up to 1,000 characters.'),
    attribute: attributePathSchema
      .optional()
      .describe('Path of the attribute whose values the lists contain. Default: "userId".'),
    include: keys.optional().describe('Users in the segment, up to 100,000.'),
    exclude: keys
      .optional()
      .describe('Users never in the segment, up to 100,000; takes precedence over everything else.'),
    rules: z
      .array(conditionSchema)
      .max(FlagLimits.rules)
      .optional()
      .describe('Conditions, up to 100: users for whom one of them holds are in the segment.'),
    version: versionSchema.optional(),
  })
  .superRefine(({ attribute, include, exclude }, check) => {
    if (check.issues.length > 0 || attribute === undefined) return;
    if (include !== undefined || exclude !== undefined) return;
    const message = 'would have no effect without "include" or "exclude": leave it out';
    check.addIssue({ code: 'custom', path: ['attribute'], message });
  })
  .meta({
    description: 'A named group of users that rules refer to.',
    dependentSchemas: { attribute: { anyOf: [{ required: ['include'] }, { required: ['exclude'] }] } },
  });
