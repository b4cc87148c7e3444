import { z } from 'zod';
import { stickySchema } from '../allocation/sticky.schema.js';
import type { Flag, FlagType, PercentageFlag, Without } from '../flag.js';
import { FlagLimits } from '../flag-limits.js';
import { layerSchema } from '../targeting/schema/layer.schema.js';
import { prerequisitesSchema } from '../targeting/schema/prerequisite.schema.js';
import { checkRollout, ROLLOUT, rolloutFields } from '../targeting/schema/rollout.schema.js';
import { rulesSchema } from '../targeting/schema/rule.schema.js';
import { checkWindow, WINDOW, windowFields } from '../time/time-window.schema.js';
import { checkSteps } from '../targeting/schema/check-steps.js';
import { checkRendezvous, coverageFields, RENDEZVOUS } from '../targeting/schema/coverage.schema.js';
import { checkRules } from '../targeting/schema/check-rules.js';
import {
  attributePathSchema,
  bucketingFields,
  isBounded,
  nameSchema,
  ownKeySchema,
  SOME_WEIGHT,
  targetingKeySchema,
  UNBOUNDED,
  valueSchema,
  versionSchema,
  weightSchema,
} from './fields.schema.js';
import { informationFields } from './information.schema.js';
import { implies } from './json-schema.js';

const ownFields = {
  key: ownKeySchema.optional(),
  enabled: z
    .boolean()
    .optional()
    .meta({ description: 'The master switch: false turns the flag off for all users. Default: true.', default: true }),
  ...informationFields,
  version: versionSchema.optional(),
};

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()], 'must be a string, number, boolean or null');
const attributes = z
  .record(
    attributePathSchema,
    z.union([scalar, z.array(scalar)], 'must be a string, number, boolean, null or a list of these'),
  )
  .refine(
    (wanted) => Object.keys(wanted).length <= FlagLimits.attributes,
    `must be at most ${FlagLimits.attributes} attributes`,
  )
  .refine(isBounded, UNBOUNDED)
  .meta({
    description:
      'By path: a value, or a list of values of which one must match. All must match; an empty object matches nobody. ' +
      'A path is a name, or "/company/plan" for nested attributes.',
    maxProperties: FlagLimits.attributes,
  });

const variant = z.strictObject({
  name: nameSchema.describe('The name that "getVariant" returns.'),
  weight: weightSchema,
  value: valueSchema.optional().describe('The value that "getValue" returns. Default: the variant\'s name.'),
});

const variants = z
  .array(variant)
  .min(1)
  .max(FlagLimits.variants)
  .refine((list) => list.some(({ weight }) => weight > 0), 'must have at least one weight above 0')
  .refine((list) => new Set(list.map((each) => each.name)).size === list.length, 'must have different names')
  .refine(
    (list) => list.every(({ value }) => value === undefined) || isBounded(list.map(({ value }) => value)),
    UNBOUNDED,
  )
  .meta({ description: 'Up to 100 variants, in the order of their bucket ranges.', ...SOME_WEIGHT });

const common = {
  ...ownFields,
  prerequisites: prerequisitesSchema
    .optional()
    .describe('Requirements on other flags, up to 100; unless all are met, this flag is off.'),
  layer: layerSchema.optional().describe("The flag's place in a layer of flags that exclude each other."),
  rules: rulesSchema
    .optional()
    .describe(
      "Targeting rules, up to 100: the first one that matches decides. If none matches, the flag's type decides.",
    ),
};

/** The schema of every flag type. */
export const flagSchemas = {
  boolean: z
    .strictObject({
      type: z.literal('boolean'),
      ...common,
      otherwise: z.boolean().optional().describe('The answer if no rule matches; required for a flag with rules.'),
    })
    .refine(({ rules = [], otherwise }) => rules.length === 0 || otherwise !== undefined, {
      path: ['otherwise'],
      error: 'is required with "rules": set it to the answer when no rule matches, true or false',
    })
    .superRefine(checkRules)
    .meta({
      description: 'On or off for all users, as "enabled" says, unless a rule matches.',
      ...implies(
        { properties: { rules: { type: 'array', minItems: 1 } }, required: ['rules'] },
        { required: ['otherwise'] },
      ),
    }),
  percentage: z
    .strictObject({ type: z.literal('percentage'), ...common, ...rolloutFields })
    .superRefine(checkRollout)
    .superRefine(checkRules)
    .meta({
      description: 'On for a share of the units; raising the share only adds units. 0% and 100% need no targeting key.',
      ...ROLLOUT,
    }) as z.ZodType<Without<PercentageFlag, 'key'> & Partial<Pick<PercentageFlag, 'key'>>>, // checked: exactly one form of share is given
  user_list: z
    .strictObject({
      type: z.literal('user_list'),
      ...common,
      users: z.array(targetingKeySchema).max(FlagLimits.users).describe('User ids, up to 100,000.'),
    })
    .superRefine(checkRules)
    .describe('On for the listed users.'),
  user_attribute: z
    .strictObject({ type: z.literal('user_attribute'), ...common, attributes })
    .superRefine(checkRules)
    .describe('On for users whose attributes equal all of the given ones.'),
  time_based: z
    .strictObject({ type: z.literal('time_based'), ...common, ...windowFields })
    .superRefine(checkWindow)
    .superRefine(checkRules)
    .meta({ description: 'On from "start" until just before "end", and again in each recurrence.', ...WINDOW }),
  variant: z
    .strictObject({
      type: z.literal('variant'),
      ...common,
      ...coverageFields,
      variants,
      defaultVariant: nameSchema
        .optional()
        .describe(
          'The variant that is served without a targeting key, outside the coverage, and while the flag is off.',
        ),
      allocation: z
        .enum(['ranges', 'rendezvous'])
        .optional()
        .describe(
          '"ranges": each variant has a range of buckets, in declared order. "rendezvous": moves the fewest units when ' +
            'weights or variants change. Default: "ranges".',
        ),
      sticky: stickySchema.optional().describe('Keeps serving a unit its first variant, even when weights change.'),
    })
    .refine(
      (flag) => flag.defaultVariant === undefined || flag.variants.some((each) => each.name === flag.defaultVariant),
      { path: ['defaultVariant'], error: 'must be the name of one of the variants' },
    )
    .superRefine(({ allocation, ...covered }, check) => {
      if (allocation !== 'rendezvous') return;
      checkRendezvous(covered, (path, message) => check.addIssue({ code: 'custom', path, message }));
    })
    .superRefine(checkSteps)
    .superRefine(checkRules)
    .meta({
      description: 'Serves each unit one of the variants, in proportion to their weights and always the same one.',
      dependentSchemas: RENDEZVOUS,
    }),
  custom: z
    .strictObject({
      type: z.literal('custom'),
      ...common,
      bucketBy: bucketingFields.bucketBy,
      salt: bucketingFields.salt,
      strategy: nameSchema.describe('The name under which the strategy is registered.'),
      parameters: valueSchema.optional().describe('JSON that the strategy receives.'),
    })
    .superRefine(checkRules)
    .describe('Decided by a custom strategy of the application.'),
} satisfies { [T in FlagType]: z.ZodType<Omit<Extract<Flag, { type: T }>, 'key' | 'enabled'>> };
