import { z } from 'zod';
import { FLAG_KINDS, type FlagInformation } from '../flag-information.js';
import { FlagLimits } from '../flag-limits.js';
import { instantSchema } from '../time/instant.schema.js';
import { descriptionSchema, nameSchema } from './fields.schema.js';

const metadataValue = z.union(
  [z.string().max(FlagLimits.descriptionLength), z.number(), z.boolean()],
  `must be a string of at most ${FlagLimits.descriptionLength} characters, a number, true or false`,
);

export const metadataSchema = z
  .record(nameSchema, metadataValue)
  .refine(
    (metadata) => Object.keys(metadata).length <= FlagLimits.metadata,
    `must have at most ${FlagLimits.metadata} entries`,
  )
  .meta({
    description: 'Data about the flag for other systems, by name: up to 50 strings, numbers, true or false.',
    maxProperties: FlagLimits.metadata,
  });

/** The fields of a flag that never change an answer. */
export const informationFields = {
  description: descriptionSchema.optional().describe('What the flag is for, up to 1,000 characters.'),
  tags: z.array(nameSchema).max(FlagLimits.tags).optional().describe('Labels to group flags by, up to 50.'),
  owner: nameSchema.optional().describe('The person or team that decides about the flag.'),
  kind: z.enum(FLAG_KINDS).optional().describe('The purpose of the flag, which tells when it is no longer needed.'),
  expiresAt: instantSchema
    .optional()
    .describe('When the flag should have been removed. The flag keeps its answers after that.'),
  metadata: metadataSchema.optional(),
  client: z.boolean().optional().meta({
    description: 'Whether answers may be sent to browsers and other clients that users control. Default: false.',
    default: false,
  }),
} satisfies { [Name in keyof Required<FlagInformation>]: z.ZodType<FlagInformation[Name]> };
