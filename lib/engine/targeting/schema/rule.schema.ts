import { z } from 'zod';
import { descriptionSchema, nameSchema, SOME_WEIGHT, valueSchema, weightSchema } from '../../parse/fields.schema.js';
import { FlagLimits } from '../../flag-limits.js';
import { ruleId } from '../rule.js';
import { conditionSchema } from './condition.schema.js';
import { checkSteps } from './check-steps.js';
import { coverageFields } from './coverage.schema.js';
import { rolloutSchema } from './rollout.schema.js';

const share = z.strictObject({
  variant: nameSchema.describe("The name of one of the flag's variants."),
  weight: weightSchema,
});

const split = z
  .array(share)
  .min(1)
  .max(FlagLimits.variants)
  .refine((shares) => shares.some(({ weight }) => weight > 0), 'must have at least one weight above 0')
  .refine(
    (shares) => new Set(shares.map(({ variant }) => variant)).size === shares.length,
    'must name different variants',
  )
  .meta({ description: 'The variants that the rule serves, with their weights.', ...SOME_WEIGHT });

const enabled = z
  .boolean()
  .optional()
  .describe(
    'If false, the flag is off, but getVariant and getValue still return this. Default: true; for the values false and null, false.',
  );

const serve = z.union(
  [
    z.strictObject({ variant: nameSchema.describe("The name of one of the flag's variants."), enabled }),
    z.strictObject({ value: valueSchema.describe('Any JSON value.'), enabled }),
    z.strictObject({ split, ...coverageFields }).superRefine(checkSteps),
    z.boolean(),
  ],
  { error: ({ input }) => (servesSomething(input) ? undefined : NOTHING_SERVED) },
);

const NOTHING_SERVED = 'must be true, false, or an object with one of "variant", "value", "split"';

function servesSomething(input: unknown): boolean {
  return typeof input === 'object' && input !== null && ['variant', 'value', 'split'].some((name) => name in input);
}

export const ruleSchema = z
  .strictObject({
    id: nameSchema
      .optional()
      .describe(
        'The id that evaluations report; unique within the flag. Default: "rule-1" for the first rule, and so on.',
      ),
    description: descriptionSchema.optional().describe('What the rule is for, up to 1,000 characters.'),
    when: conditionSchema.optional().describe('The condition. Default: true, which holds for all users.'),
    rollout: rolloutSchema
      .optional()
      .describe(
        'Limits the rule to a share of the matching users who have a targeting key. Default: all matching users, with or without a key.',
      ),
    serve: serve
      .optional()
      .describe(
        'What matching users get: on or off, one of the variants, a value, or several variants by weight. ' +
          'Default: true; a variant flag then draws one of its variants.',
      ),
    onMiss: z
      .enum(['continue', 'stop'])
      .optional()
      .describe(
        'What happens to users for whom the condition holds, but who are outside the rollout or the coverage, or have no targeting key. ' +
          '"continue": the next rule is checked. "stop": the flag is off. Default: "continue".',
      ),
  })
  .describe('Serves an answer to the users for whom a condition holds. The first rule that matches decides.');

/** The rules of a flag, up to 100; the first one that matches decides. */
export const rulesSchema = z
  .array(ruleSchema)
  .max(FlagLimits.rules)
  .refine((rules) => new Set(rules.map(ruleId)).size === rules.length, 'must have different ids');
