import { z } from 'zod';
import type { FlagType } from './flag.js';
import { flagSchemas, plainFlagSchemas } from './flag.schema.js';
import type { JsonValue } from './json-value.js';

const MANY = 1000;

type FlagSchemas = typeof flagSchemas;

const read = new Map<FlagType, number>();
const compiled = new Map<FlagType, FlagSchemas[FlagType]>();

/**
 * The schema that reads a definition of a type. Flags without rules are read by a compiled one once there have been many
 * of them: that is several times as fast, but zod takes up to 20 ms to compile one, and cannot compile the conditions of
 * rules, which nest.
 */
export function flagSchemaOf(type: FlagType, data: Readonly<Record<string, JsonValue>>): FlagSchemas[FlagType] {
  if (data['rules'] !== undefined) return flagSchemas[type];
  const known = compiled.get(type);
  if (known !== undefined) return known;
  const count = (read.get(type) ?? 0) + 1;
  read.set(type, count);
  if (count < MANY) return flagSchemas[type];
  const schema = z.compile(plainFlagSchemas()[type]);
  compiled.set(type, schema);
  return schema;
}
