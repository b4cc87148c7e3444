import { z } from 'zod';
import { keySchema } from '../../parse/fields.schema.js';
import { FlagLimits } from '../../flag-limits.js';
import { timeWindowSchema } from '../../time/time-window.schema.js';
import { childrenOf, type Condition } from '../condition.js';
import { attributeConditionSchema } from './attribute-condition.schema.js';
import { conditionGroups } from './condition-groups.schema.js';
import { negateField } from './comparison-fields.schema.js';
import { flagConditionSchema } from './prerequisite.schema.js';
import { rolloutSchema } from './rollout.schema.js';

const node: z.ZodType<Condition> = z.lazy(() => conditionNodeSchema);
const { all, any, not } = conditionGroups(node);

/** One condition with those in it, without the limits of a whole tree. */
export const conditionNodeSchema: z.ZodUnion<readonly z.ZodType<Condition>[]> = z.union(
  [
    attributeConditionSchema, // most are: first, for each of the others would be tried and write its complaint
    all,
    any,
    z.boolean().describe('true: for everybody. false: for nobody.'),
    not,
    leaf({ segment: keySchema.describe('The key of a segment that the user must be in.') }),
    flagConditionSchema,
    leaf({ time: timeWindowSchema.describe('The time must be in this window.') }),
    leaf({ rollout: rolloutSchema.describe('The user must be in this share of the units.') }),
  ],
  { error: ({ input }) => (isOfAKind(input) ? undefined : NO_KIND) },
);

const KINDS = ['all', 'any', 'not', 'segment', 'flag', 'time', 'rollout', 'op'];
const NO_KIND = `must be true, false or an object with one of ${KINDS.map((kind) => `"${kind}"`).join(', ')} (beside "attribute")`;

function isOfAKind(input: unknown): boolean {
  return typeof input === 'object' && input !== null && KINDS.some((kind) => Object.hasOwn(input, kind));
}

function leaf<S extends z.core.$ZodShape>(shape: S) {
  return z.strictObject({ ...shape, negate: negateField });
}

/** A whole condition tree. */
export const conditionSchema = withTreeLimits(node);

/** What a schema of one condition accepts, with the limits of a whole tree. */
export function withTreeLimits(schema: z.ZodType<Condition>): z.ZodType<Condition> {
  return schema
    .refine(
      (condition) => depthOf(condition) <= FlagLimits.conditionDepth,
      `is nested deeper than ${FlagLimits.conditionDepth} levels: make a segment of a part of it`,
    )
    .refine(
      (condition) => sizeOf(condition) <= FlagLimits.conditions,
      `holds more than ${FlagLimits.conditions} conditions: make a segment of a part of them`,
    );
}

function depthOf(condition: Condition): number {
  return 1 + childrenOf(condition).reduce((deepest, child) => Math.max(deepest, depthOf(child)), 0);
}

function sizeOf(condition: Condition): number {
  return 1 + childrenOf(condition).reduce((sum, child) => sum + sizeOf(child), 0);
}
