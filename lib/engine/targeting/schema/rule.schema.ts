import { z } from 'zod';
import { descriptionSchema, nameSchema, SOME_WEIGHT, valueSchema, weightSchema } from '../../parse/fields.schema.js';
import { FlagLimits } from '../../flag-limits.js';
import type { Condition } from '../condition.js';
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
  .meta({ description: "What the flag's variants share among them here.", ...SOME_WEIGHT });

const enabled = z
  .boolean()
  .optional()
  .describe(
    'false: the flag is off, but getVariant and getValue still return this. Default: true; for the values false and null, false.',
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

export const ruleSchema = ruleSchemaWith(conditionSchema);

/** Up to 100 rules, the first that matches decides. */
export const rulesSchema = rulesSchemaOf(ruleSchema);

/** The same with another way to read conditions. */
export function rulesSchemaWith(condition: z.ZodType<Condition>) {
  return rulesSchemaOf(ruleSchemaWith(condition));
}

function ruleSchemaWith(condition: z.ZodType<Condition>) {
  return z
    .strictObject({
      id: nameSchema
        .optional()
        .describe('Reported by evaluations; differs from rule to rule. Default: "rule-1" for the first, and so on.'),
      description: descriptionSchema.optional().describe('What the rule is for, up to 1,000 characters.'),
      when: condition.optional().describe('For whom. Default: true, everybody.'),
      rollout: rolloutSchema
        .optional()
        .describe(
          'For what share of the users who have a targeting key, always the same ones. Default: everybody, with or without a key.',
        ),
      serve: serve
        .optional()
        .describe(
          'What they get: on or off, one of the variants, a value, or some of the variants by weight. ' +
            'Default: true; a variant flag then draws one of its variants.',
        ),
      onMiss: z
        .enum(['continue', 'stop'])
        .optional()
        .describe(
          'For users for whom the condition holds, but who are outside the rollout or the coverage, or have no targeting key. ' +
            '"continue": the next rule is asked. "stop": the flag is off. Default: "continue".',
        ),
    })
    .describe('If the condition holds, this is served. The first rule that matches decides.');
}

function rulesSchemaOf(rule: ReturnType<typeof ruleSchemaWith>) {
  return z
    .array(rule)
    .max(FlagLimits.rules)
    .refine((rules) => new Set(rules.map(ruleId)).size === rules.length, 'must have different ids');
}
