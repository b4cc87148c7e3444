import { z } from 'zod';
import type { FlagType } from '../flag.js';
import { flagSchemas, flagSchemasOfMany } from './flag.schema.js';
import type { JsonValue } from '../json/json-value.js';

type FlagSchemas = typeof flagSchemas;

let ofMany: FlagSchemas | undefined;
const compiled = new Map<FlagType, FlagSchemas[FlagType]>();

/**
 * Reads the fields of a flag of a type. Those of a large set are read by compiled schemas: that is several times as fast,
 * but zod takes some milliseconds to compile one. What a compiled one refuses is read again, to say what is wrong.
 *
 * @param isOfMany whether there are so many that compiling is worth it
 */
export function readFields(type: FlagType, data: Readonly<Record<string, JsonValue>>, isOfMany: boolean) {
  const fast = compiled.get(type) ?? (isOfMany ? compile(type) : undefined);
  const result = fast?.safeParse(data);
  return result?.success ? result : flagSchemas[type].safeParse(data);
}

function compile(type: FlagType): FlagSchemas[FlagType] {
  ofMany ??= flagSchemasOfMany();
  const schema = z.compile(ofMany[type]);
  compiled.set(type, schema);
  return schema;
}
