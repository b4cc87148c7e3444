import { z } from 'zod';

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What fits `condition` must fit `consequence`, too. */
export function implies(condition: JsonSchema, consequence: JsonSchema): JsonSchema {
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  return { if: condition, then: consequence };
}

/**
 * An object that is what one of its properties says. `anyOf` would accept the same; but of this, editors complete the
 * property, and report the problems of the branch that was meant instead of those of a branch that comes close.
 *
 * @param properties what all branches have and need, the one called `name` among them
 * @param branches whole schemas, each with what `name` says then
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
 * Names for schemas, under which a JSON Schema refers to them. A registry of our own, since zod's global one is for the
 * names of applications; descriptions are taken from there.
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
