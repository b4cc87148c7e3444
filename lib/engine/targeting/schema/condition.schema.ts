import { z } from 'zod';
import { keySchema } from '../../parse/fields.schema.js';
import { FlagLimits } from '../../flag-limits.js';
import { timeWindowSchema } from '../../time/time-window.schema.js';
import { childrenOf, type Condition } from '../condition.js';
import { attributeConditionSchema } from './attribute-condition.schema.js';
import { negateField } from './comparison-fields.schema.js';
import { flagConditionSchema } from './prerequisite.schema.js';
import { rolloutSchema } from './rollout.schema.js';

const node: z.ZodType<Condition> = z.lazy(() => conditionNodeSchema);
const several = z.array(node).max(FlagLimits.conditions);

/** One condition with its nested conditions, without the limits of a whole tree. */
export const conditionNodeSchema: z.ZodUnion<readonly z.ZodType<Condition>[]> = z.union(
  [
    attributeConditionSchema, // first, because it is the most common: members before it would be tried and collect issues
    z.strictObject({ all: several.describe('All of these must hold; an empty list holds.') }),
    z.strictObject({ any: several.describe('One of these must hold; an empty list does not hold.') }),
    z.boolean().describe('true holds for all users, false for none.'),
    z.strictObject({ not: node.describe('This must not hold.') }).meta({ required: ['not'] }), // zod leaves it out
    leaf({ segment: keySchema.describe('The key of a segment that the user must be in.') }),
    flagConditionSchema,
    leaf({ time: timeWindowSchema.describe('The instant of the evaluation must be in this window.') }),
    leaf({ rollout: rolloutSchema.describe('The user must be in this share of the units.') }),
  ],
  { error: ({ input }) => (isOfAKind(input) ? undefined : NO_KIND) },
);

const KINDS = ['all', 'any', 'not', 'segment', 'flag', 'time', 'rollout', 'op'];
const NO_KIND = `must be true, false or an object with one of ${KINDS.map((kind) => `"${kind}"`).join(', ')} (with "attribute")`;

function isOfAKind(input: unknown): boolean {
  return typeof input === 'object' && input !== null && KINDS.some((kind) => Object.hasOwn(input, kind));
}

function leaf<S extends z.core.$ZodShape>(shape: S) {
  return z.strictObject({ ...shape, negate: negateField });
}

/** A whole condition tree. */
export const conditionSchema = node
  .refine(
    (condition) => depthOf(condition) <= FlagLimits.conditionDepth,
    `is nested deeper than ${FlagLimits.conditionDepth} levels: move a part of it into a segment`,
  )
  .refine(
    (condition) => sizeOf(condition) <= FlagLimits.conditions,
    `contains more than ${FlagLimits.conditions} conditions: move some of them into a segment`,
  );

function depthOf(condition: Condition): number {
  return 1 + childrenOf(condition).reduce((deepest, child) => Math.max(deepest, depthOf(child)), 0);
}

function sizeOf(condition: Condition): number {
  return 1 + childrenOf(condition).reduce((sum, child) => sum + sizeOf(child), 0);
}
