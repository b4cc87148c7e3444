import { z } from 'zod';
import { partReadBy } from '../../parse/compiled-part.schema.js';
import type { Condition } from '../condition.js';
import { attributeConditionSchemaOf } from './attribute-condition.schema.js';
import { conditionSchema } from './condition.schema.js';

const comparisons = new Map<z.ZodType<Condition>, z.ZodType<Condition>>();

/**
 * What {@link conditionSchema} reads, as a part of schemas that are compiled: zod cannot compile what nests. Most conditions
 * are one comparison, which is read by a schema compiled for its operator. It does not say what is wrong with what it
 * refuses.
 */
export const conditionOfManySchema: z.ZodType<Condition> = partReadBy(schemaFor);

function schemaFor(input: unknown): z.ZodType<Condition> {
  if (typeof input !== 'object' || input === null || !('op' in input) || typeof input.op !== 'string') {
    return conditionSchema;
  }
  const schema = attributeConditionSchemaOf(input.op);
  if (schema === undefined) return conditionSchema; // an operator of the application's own, or a mistake
  const known = comparisons.get(schema);
  if (known !== undefined) return known;
  const compiled = z.compile(schema);
  comparisons.set(schema, compiled);
  return compiled;
}
