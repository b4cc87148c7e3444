import { z } from 'zod';
import { stickySchema } from '../allocation/sticky.schema.js';
import type { Flag, FlagType, PercentageFlag, Without } from '../flag.js';
import { FlagLimits } from '../flag-limits.js';
import { conditionOfManySchema } from '../targeting/schema/condition-of-many.schema.js';
import { layerSchema } from '../targeting/schema/layer.schema.js';
import { prerequisitesSchema } from '../targeting/schema/prerequisite.schema.js';
import { checkRollout, ROLLOUT, rolloutFields } from '../targeting/schema/rollout.schema.js';
import { rulesSchema, rulesSchemaWith } from '../targeting/schema/rule.schema.js';
import { checkWindow, WINDOW, windowFields } from '../time/time-window.schema.js';
import type { LayerSlot } from '../targeting/layer.js';
import type { Prerequisite } from '../targeting/prerequisite.js';
import type { Rule } from '../targeting/rule.js';
import { checkSteps } from '../targeting/schema/check-steps.js';
import { checkRendezvous, coverageFields, RENDEZVOUS } from '../targeting/schema/coverage.schema.js';
import { checkRules } from '../targeting/schema/check-rules.js';
import { compiledPart } from './compiled-part.schema.js';
import {
  attributePathSchema,
  bucketingFields,
  descriptionSchema,
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
import { implies } from './json-schema.js';

const ownFields = {
  key: ownKeySchema.optional(),
  enabled: z
    .boolean()
    .optional()
    .meta({ description: 'The master switch: false is off for everybody. Default: true.', default: true }),
  description: descriptionSchema.optional().describe('What the flag is for, up to 1,000 characters.'),
  tags: z.array(nameSchema).max(FlagLimits.tags).optional().describe('Labels to group flags by, up to 50.'),
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
      'By path: a value, or a list of which one must match; all attributes must hold. Empty matches nobody. ' +
      'A path is a name, or "/company/plan" for nested attributes.',
    maxProperties: FlagLimits.attributes,
  });

const variant = z.strictObject({
  name: nameSchema.describe('What "getVariant" answers.'),
  weight: weightSchema,
  value: valueSchema.optional().describe('What "getValue" answers. Default: the variant\'s name.'),
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
  .meta({ description: 'Up to 100, in the order in which they take their ranges of buckets.', ...SOME_WEIGHT });

interface Parts {
  readonly prerequisites: z.ZodType<readonly Prerequisite[]>;
  readonly layer: z.ZodType<LayerSlot>;
  readonly rules: z.ZodType<readonly Rule[]>;
}

/** The schema of every flag type. */
export const flagSchemas = schemasWith({ prerequisites: prerequisitesSchema, layer: layerSchema, rules: rulesSchema });

/** The same, to be compiled: they do not say what is wrong with one of the parts that flags of all types may have. */
export function flagSchemasOfMany() {
  return schemasWith({
    prerequisites: compiledPart(prerequisitesSchema),
    layer: compiledPart(layerSchema),
    rules: compiledPart(rulesSchemaWith(conditionOfManySchema)),
  });
}

function schemasWith(parts: Parts) {
  const common = {
    ...ownFields,
    prerequisites: parts.prerequisites
      .optional()
      .describe('What must hold of other flags, or else this one is off; up to 100.'),
    layer: parts.layer.optional().describe("The flag's place in a layer of flags that exclude each other."),
    rules: parts.rules
      .optional()
      .describe("Who gets what, up to 100: the first rule that matches decides. When none does, the flag's type does."),
  };
  return {
    boolean: z
      .strictObject({
        type: z.literal('boolean'),
        ...common,
        otherwise: z.boolean().optional().describe('What a flag with rules answers when none matches; needed there.'),
      })
      .refine(({ rules = [], otherwise }) => rules.length === 0 || otherwise !== undefined, {
        path: ['otherwise'],
        error: 'is required with "rules": set it to the answer when no rule matches, true or false',
      })
      .superRefine(checkRules)
      .meta({
        description: 'Simply on or off: "enabled" is the answer.',
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
        description: 'On for a share of the units; raising the share only adds units. 0 % and 100 % need no unit.',
        ...ROLLOUT,
      }) as z.ZodType<Without<PercentageFlag, 'key'> & Partial<Pick<PercentageFlag, 'key'>>>, // one form of share, as checked
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
      .meta({ description: 'On from "start" until just before "end", and again where it recurs.', ...WINDOW }),
    variant: z
      .strictObject({
        type: z.literal('variant'),
        ...common,
        ...coverageFields,
        variants,
        defaultVariant: nameSchema
          .optional()
          .describe('The answer when there is no unit, for units outside the coverage, and when the flag is off.'),
        allocation: z
          .enum(['ranges', 'rendezvous'])
          .optional()
          .describe(
            '"ranges": variants take ranges of buckets in declared order. "rendezvous": moves the fewest units when ' +
              'weights or variants change. Default: "ranges".',
          ),
        sticky: stickySchema.optional().describe('Keeps what a unit was once served, also when weights change.'),
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
        description: 'Each unit gets one of the variants, in proportion to their weights and always the same one.',
        dependentSchemas: RENDEZVOUS,
      }),
    custom: z
      .strictObject({
        type: z.literal('custom'),
        ...common,
        bucketBy: bucketingFields.bucketBy,
        salt: bucketingFields.salt,
        strategy: nameSchema.describe('The name under which it is registered.'),
        parameters: valueSchema.optional().describe('What the strategy is given.'),
      })
      .superRefine(checkRules)
      .describe('Decided by a strategy of your own.'),
  } satisfies { [T in FlagType]: z.ZodType<Omit<Extract<Flag, { type: T }>, 'key' | 'enabled'>> };
}
