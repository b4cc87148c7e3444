import { z } from 'zod';
import { attributePathSchema } from '../parse/fields.schema.js';

export const stickySchema = z
  .strictObject({
    version: z
      .int()
      .min(1)
      .optional()
      .describe('Assignments of other versions are drawn again: raise it to draw again for all users. Default: 1.'),
    minVersion: z
      .int()
      .min(1)
      .optional()
      .describe('Serves no variant to units whose stored assignment has a lower version. At most "version".'),
    fallbackBy: attributePathSchema
      .optional()
      .describe(
        'Path of another attribute that identifies the unit, such as "sessionId" for users who were anonymous before they logged in.',
      ),
  })
  .refine(({ version = 1, minVersion = 1 }) => minVersion <= version, {
    path: ['minVersion'],
    error: 'must be at most "version": otherwise, new assignments would be excluded immediately',
  });
