import { z } from 'zod';
import { attributePathSchema } from '../parse/fields.schema.js';

export const stickySchema = z
  .strictObject({
    version: z
      .int()
      .min(1)
      .optional()
      .describe('Assignments of other versions are drawn anew: raise it to draw anew for everybody. Default: 1.'),
    minVersion: z
      .int()
      .min(1)
      .optional()
      .describe('Serves no variant to units whose stored assignment has a lower version. At most "version".'),
    fallbackBy: attributePathSchema
      .optional()
      .describe(
        'Path of another attribute that identifies the unit, such as "sessionId" for those who have logged in since.',
      ),
  })
  .refine(({ version = 1, minVersion = 1 }) => minVersion <= version, {
    path: ['minVersion'],
    error: 'must be at most "version": otherwise, new assignments are excluded at once',
  });
