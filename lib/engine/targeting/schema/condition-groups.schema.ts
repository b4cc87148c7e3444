import { z } from 'zod';
import { FlagLimits } from '../../flag-limits.js';
import type { Condition } from '../condition.js';

/**
 * The schemas of conditions that contain others, by their kind.
 *
 * @param node the schema of a nested condition
 */
export function conditionGroups(node: z.ZodType<Condition>) {
  const several = z.array(node).max(FlagLimits.conditions);
  return {
    all: z.strictObject({ all: several.describe('All of these must hold; an empty list holds.') }),
    any: z.strictObject({ any: several.describe('One of these must hold; an empty list does not hold.') }),
    not: z.strictObject({ not: node.describe('This must not hold.') }).meta({ required: ['not'] }), // zod leaves it out
  };
}
