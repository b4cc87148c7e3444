import { z } from 'zod';
import { bucketingFields } from '../../parse/fields.schema.js';
import { shareSchema } from '../../time/progression.schema.js';
import type { Rollout } from '../rollout.js';
import { checkForm, formsAsJson, RANGE_FORMS, rangeFields } from './bucket-range.schema.js';
import { checkSteps } from './check-steps.js';

/** The fields of a rollout's share; {@link checkRollout} checks them together. */
export const rolloutFields = { percentage: shareSchema.optional(), ...rangeFields, ...bucketingFields };

const FORMS = [['percentage'], ...RANGE_FORMS] as const;

/** The checks of {@link checkRollout}, as far as JSON Schema can express them. */
export const ROLLOUT = formsAsJson(FORMS);

const checkShare = checkForm(FORMS);

export function checkRollout(fields: Parameters<typeof checkSteps>[0], check: Pick<z.RefinementCtx, 'addIssue'>): void {
  checkShare(fields, check);
  checkSteps(fields, check);
}

export const rolloutSchema = z
  .strictObject(rolloutFields)
  .superRefine(checkRollout)
  .meta({
    description:
      'A share of the units, always the same ones. Contexts without a targeting key are never in it, even at 100%.',
    ...ROLLOUT,
  }) as z.ZodType<Rollout>; // one form, as checked
