import { z } from 'zod';
import { partCheckedBy } from '../../parse/compiled-part.schema.js';
import type { Condition } from '../condition.js';
import { attributeConditionSchemaOf } from './attribute-condition.schema.js';
import { conditionGroups } from './condition-groups.schema.js';
import { conditionNodeSchema, withTreeLimits } from './condition.schema.js';

const node = partCheckedBy(schemaFor);

/**
 * Accepts the same conditions as `conditionSchema`, as a part of compiled schemas. Zod can compile neither recursive
 * schemas nor unions without a common discriminator, so each condition is checked by the schema of its kind, which is
 * compiled on first use. It does not explain what is wrong with a condition that it rejects.
 */
export const conditionOfManySchema = withTreeLimits(node);

/** The schemas of all conditions except comparisons, by the property that identifies their kind. */
const kinds: ReadonlyMap<string, z.ZodType<Condition>> = new Map([
  ...leaves(),
  ...Object.entries(conditionGroups(node)),
]);

const compiled = new Map<z.ZodType<Condition>, z.ZodType<Condition>>();

function schemaFor(input: unknown): z.ZodType<Condition> {
  const schema = typeof input === 'object' && input !== null ? schemaOfKind(input) : undefined;
  if (schema === undefined) return conditionNodeSchema; // `true`, `false`, a custom operator or invalid input
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const made = z.compile(schema);
  compiled.set(schema, made);
  return made;
}

function schemaOfKind(input: object): z.ZodType<Condition> | undefined {
  if ('op' in input) return typeof input.op === 'string' ? attributeConditionSchemaOf(input.op) : undefined;
  for (const name of Object.keys(input)) {
    const schema = kinds.get(name);
    if (schema !== undefined) return schema;
  }
  return undefined;
}

/** The object schemas that a condition may match, by the first property that each declares. */
function leaves(): [string, z.ZodType<Condition>][] {
  return conditionNodeSchema.options.flatMap((option) => {
    const [kind] = option instanceof z.ZodObject ? Object.keys(option.shape) : [];
    return kind === undefined ? [] : [[kind, option]];
  });
}
