import { z } from 'zod';
import { attributeConditionSchema } from '../targeting/schema/attribute-condition.schema.js';
import { bucketRangeSchema } from '../targeting/schema/bucket-range.schema.js';
import { conditionNodeSchema } from '../targeting/schema/condition.schema.js';
import { layerSchema } from '../targeting/schema/layer.schema.js';
import { flagConditionSchema, prerequisiteSchema } from '../targeting/schema/prerequisite.schema.js';
import { rolloutSchema } from '../targeting/schema/rollout.schema.js';
import { ruleSchema } from '../targeting/schema/rule.schema.js';
import { segmentSchema } from '../targeting/schema/segment.schema.js';
import { instantSchema } from '../time/instant.schema.js';
import { shareSchema } from '../time/progression.schema.js';
import { recurrenceSchema, timeWindowSchema } from '../time/time-window.schema.js';
import { attributePathSchema, bucketBySchema, keySchema } from './fields.schema.js';
import { flagSchemas } from './flag.schema.js';
import { metadataSchema } from './information.schema.js';
import { choice, SchemaNames, type JsonSchema } from './json-schema.js';

const definition = z.union(Object.values(flagSchemas));
const flag = z.union([definition, z.boolean()]).describe('true or false, or a definition with a "type".');

const definitions = z.strictObject({
  $schema: z.string().optional().describe('The address of this schema, for editors.'),
  flags: z.record(keySchema, flag).describe('Flags by key.'),
  segments: z.record(keySchema, segmentSchema).optional().describe('Segments by key: groups of users for rules.'),
});

/** The parts that the JSON Schema defines once and refers to by name. */
const named = {
  flag,
  ...flagSchemas,
  rule: ruleSchema,
  condition: conditionNodeSchema,
  attribute_condition: attributeConditionSchema,
  attribute_path: attributePathSchema,
  bucket_by: bucketBySchema,
  prerequisite: prerequisiteSchema,
  flag_condition: flagConditionSchema,
  layer: layerSchema,
  rollout: rolloutSchema,
  bucket_range: bucketRangeSchema,
  share: shareSchema,
  time_window: timeWindowSchema,
  recurrence: recurrenceSchema,
  instant: instantSchema,
  metadata: metadataSchema,
  segment: segmentSchema,
  key: keySchema,
};

/**
 * The JSON Schema (draft 2020-12) of a definition file: `{ "$schema", "flags": { … }, "segments": { … } }`. It is
 * generated from the schemas of the parser and accepts everything that the parser accepts. The parser also rejects what
 * only code can detect, such as an invalid regular expression, or a rule that serves a variant that its flag does not
 * have.
 */
export function definitionsJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(definitions, {
    io: 'input',
    unrepresentable: 'any',
    metadata: new SchemaNames(named),
    override({ zodSchema, jsonSchema }) {
      const converted: z.core.$ZodType = zodSchema;
      if (converted === definition) become(jsonSchema, byType());
      if (converted === attributeConditionSchema) become(jsonSchema, byOperator(jsonSchema));
    },
  });
  return {
    $schema,
    $id: 'https://unpkg.com/nestjs-feature-flags/dist/flags.schema.json',
    title: 'Feature flags',
    description: 'Definitions of feature flags and segments for nestjs-feature-flags.',
    ...schema,
  };
}

function byType(): JsonSchema {
  const types = Object.keys(flagSchemas);
  return choice(
    'type',
    { type: { description: 'How the flag decides.', enum: types } },
    types.map((type) => [{ const: type }, { $ref: `#/$defs/${type}` }]),
  );
}

function byOperator(union: JsonSchema): JsonSchema {
  const branches = objectsIn(union).map((branch) => [propertyOf(branch, 'op'), branch] as const);
  const ops = branches.map(([op]) => op);
  const builtIn = ops.flatMap((op) => op.enum ?? []);
  const others = ops.filter((op) => op.enum === undefined);
  const op = { description: 'How the attribute is compared.', anyOf: [{ enum: builtIn }, ...others] };
  return choice('op', { attribute: propertyOf(branches[0]?.[1], 'attribute'), op }, branches);
}

/** The object schemas in a union, including nested unions. */
function objectsIn(schema: JsonSchema): JsonSchema[] {
  if (schema.properties !== undefined) return [schema];
  return [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(objectsIn);
}

function propertyOf(schema: JsonSchema | undefined, name: string): JsonSchema {
  const property = schema?.properties?.[name];
  return typeof property === 'object' ? property : {};
}

function become(schema: JsonSchema, other: JsonSchema): void {
  for (const keyword of Object.keys(schema)) delete schema[keyword];
  Object.assign(schema, other);
}
