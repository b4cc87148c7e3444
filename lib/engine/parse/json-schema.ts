import { z } from 'zod';

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Requires data that is valid by `condition` to be valid by `consequence` as well. */
export function implies(condition: JsonSchema, consequence: JsonSchema): JsonSchema {
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  return { if: condition, then: consequence };
}

/**
 * An object whose form depends on one of its properties. `anyOf` would accept the same objects, but with this form
 * editors can complete the property, and they report the problems of the branch that it selects.
 *
 * @param properties the properties that all branches have and require, including the one called `name`
 * @param branches the schemas of whole objects, each with the schema of `name` that selects it
 */
export function choice(
  name: string,
  properties: Readonly<Record<string, JsonSchema>>,
  branches: readonly (readonly [said: JsonSchema, branch: JsonSchema])[],
): JsonSchema {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties),
    allOf: branches.map(([said, branch]) => implies({ properties: { [name]: said }, required: [name] }, branch)),
  };
}

/**
 * The names under which a JSON Schema refers to schemas. This is a separate registry, because applications may use
 * zod's global one; descriptions still come from there.
 */
export class SchemaNames extends z.core.$ZodRegistry<z.core.GlobalMeta> {
  readonly #names: ReadonlyMap<z.core.$ZodType, string>;

  constructor(named: Readonly<Record<string, z.core.$ZodType>>) {
    super();
    this.#names = new Map(Object.entries(named).map(([name, schema]) => [schema, name]));
  }

  override get(schema: z.core.$ZodType): z.core.GlobalMeta | undefined {
    const meta = z.globalRegistry.get(schema);
    const id = this.#names.get(schema);
    return id === undefined ? meta : { ...meta, id };
  }
}
