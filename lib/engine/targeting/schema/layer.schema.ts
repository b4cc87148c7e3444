import { z } from 'zod';
import { bucketBySchema, nameSchema } from '../../parse/fields.schema.js';
import type { LayerSlot } from '../layer.js';
import { checkForm, formsAsJson, RANGE_FORMS, rangeFields } from './bucket-range.schema.js';
import { checkBuiltInSteps } from './check-steps.js';

export const layerSchema = z
  .strictObject({
    name: nameSchema.describe('The name of the layer; each layer has its own buckets.'),
    ...rangeFields,
    bucketBy: bucketBySchema.optional(),
  })
  .superRefine(checkForm(RANGE_FORMS))
  .superRefine(checkBuiltInSteps)
  .meta(formsAsJson(RANGE_FORMS)) as z.ZodType<LayerSlot>; // one form, as checked
