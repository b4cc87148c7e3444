import { z } from 'zod';
import type { FlagType } from './flag.js';
import { flagSchemas, plainFlagSchemas } from './flag.schema.js';
import type { JsonValue } from './json-value.js';

type FlagSchemas = typeof flagSchemas;

let plain: FlagSchemas | undefined;
const compiled = new Map<FlagType, FlagSchemas[FlagType]>();

/**
 * The schema that reads a definition of a type. Those of a large set, if they have no rules, are read by a compiled one:
 * that is several times as fast, but zod takes up to 40 ms to compile it, and cannot compile the conditions of rules,
 * which nest.
 *
 * @param isOfMany whether there are so many that compiling is worth it
 */
export function flagSchemaOf(
  type: FlagType,
  data: Readonly<Record<string, JsonValue>>,
  isOfMany: boolean,
): FlagSchemas[FlagType] {
  if (data['rules'] !== undefined) return flagSchemas[type];
  return compiled.get(type) ?? (isOfMany ? compile(type) : flagSchemas[type]);
}

function compile(type: FlagType): FlagSchemas[FlagType] {
  plain ??= plainFlagSchemas();
  const schema = z.compile(plain[type]);
  compiled.set(type, schema);
  return schema;
}
