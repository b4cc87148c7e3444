import { z } from 'zod';
import type { FlagType } from '../flag.js';
import type { JsonValue } from '../json/json-value.js';
import { flagSchemas, flagSchemasOfMany } from './flag.schema.js';
import { acceptBySchema, type ReadBySchema } from './read-by-schema.js';

type FlagSchemas = typeof flagSchemas;
type FlagFields = z.output<FlagSchemas[FlagType]>;

export interface ReadFlagFieldsOptions {
  /** The path of the flag, with which the paths of problems begin. */
  readonly place: readonly string[];
  /** Whether there are enough flags for compiling schemas to pay off. */
  readonly isOfMany: boolean;
}

let ofMany: FlagSchemas | undefined;
const compiled = new Map<FlagType, FlagSchemas[FlagType]>();

/**
 * Parses the fields of a flag of the given type. Large sets are checked by compiled schemas, which are several times as
 * fast, but take zod some milliseconds to compile. A flag that a compiled schema rejects is parsed again, to explain
 * what is wrong.
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
