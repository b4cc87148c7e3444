import { z } from 'zod';
import type { FlagType } from '../flag.js';
import type { JsonValue } from '../json/json-value.js';
import { flagSchemas, flagSchemasOfMany } from './flag.schema.js';
import { acceptBySchema, type ReadBySchema } from './read-by-schema.js';

type FlagSchemas = typeof flagSchemas;
type FlagFields = z.output<FlagSchemas[FlagType]>;

export interface ReadFlagFieldsOptions {
  /** Where the flag stands, which the paths of problems begin with. */
  readonly place: readonly string[];
  /** Whether there are so many flags that compiling is worth it. */
  readonly isOfMany: boolean;
}

let ofMany: FlagSchemas | undefined;
const compiled = new Map<FlagType, FlagSchemas[FlagType]>();

/**
 * Reads the fields of a flag of a type. Those of a large set are checked by compiled schemas: that is several times as fast,
 * but zod takes some milliseconds to compile one. What a compiled one refuses is read again, to say what is wrong.
 */
export function readFlagFields(
  type: FlagType,
  data: Readonly<Record<string, JsonValue>>,
  { place, isOfMany }: ReadFlagFieldsOptions,
): ReadBySchema<FlagFields> {
  const fast = compiled.get(type) ?? (isOfMany ? compile(type) : undefined);
  return acceptBySchema<FlagFields>(flagSchemas[type], data, place, fast);
}

function compile(type: FlagType): FlagSchemas[FlagType] {
  ofMany ??= flagSchemasOfMany();
  const schema = z.compile(ofMany[type]);
  compiled.set(type, schema);
  return schema;
}
