import { z } from 'zod';
import { checkSteps } from './check-steps.js';
import { bucketedFields } from '../../parse/fields.schema.js';
import { shareSchema } from '../../time/progression.schema.js';

export const rolloutSchema = z
  .strictObject({ percentage: shareSchema, ...bucketedFields })
  .superRefine(checkSteps)
  .describe('A share of the units, always the same ones. Without a targeting key nobody is in it, at 100 % as well.');
