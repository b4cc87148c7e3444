import { z } from 'zod';
import { bucketBySchema, nameSchema } from '../../parse/fields.schema.js';
import { percentageSchema } from '../../time/progression.schema.js';
import { checkSteps } from './check-steps.js';

export const layerSchema = z
  .strictObject({
    name: nameSchema.describe("The layer's name; it separates its buckets from those of others."),
    from: percentageSchema.describe("Where the flag's range begins, in percent in steps of 0.001."),
    to: percentageSchema.describe('Where it ends; no longer part of it.'),
    bucketBy: bucketBySchema.optional(),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'must be above "from"' })
  .superRefine(checkSteps);
