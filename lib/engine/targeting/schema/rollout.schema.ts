import { z } from 'zod';
import { bucketedFields } from '../../parse/fields.schema.js';
import { shareSchema } from '../../time/progression.schema.js';

/** A rollout, as fields of an object. */
export const rolloutFields = { percentage: shareSchema, ...bucketedFields };

export const rolloutSchema = z.strictObject(rolloutFields).describe('A share of the units, always the same ones.');
