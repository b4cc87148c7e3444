import { z } from 'zod';
import type { FlagType } from '../flag.js';
import { flagSchemas, flagSchemasOfMany } from './flag.schema.js';
import type { JsonValue } from '../json/json-value.js';
import { readBySchema, type ReadBySchema } from './read-by-schema.js';

type FlagSchemas = typeof flagSchemas;
type FlagFields = z.output<FlagSchemas[FlagType]>;
type Data = Readonly<Record<string, JsonValue>>;

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
 *
 * @returns the data itself, which is not copied once more: see {@link asAccepted}
 */
export function readFlagFields(
  type: FlagType,
  data: Data,
  { place, isOfMany }: ReadFlagFieldsOptions,
): ReadBySchema<FlagFields> {
  const fast = compiled.get(type) ?? (isOfMany ? compile(type) : undefined);
  if (fast?.validate(data) === true) return { data: asAccepted(data) };
  const { issues } = readBySchema<FlagFields>(flagSchemas[type], data, place);
  return issues === undefined ? { data: asAccepted(data) } : { issues };
}

/** The schemas change nothing in what they accept, which a property test holds them to; so it is what they describe. */
function asAccepted(data: unknown): FlagFields {
  return data as FlagFields;
}

function compile(type: FlagType): FlagSchemas[FlagType] {
  ofMany ??= flagSchemasOfMany();
  const schema = z.compile(ofMany[type]);
  compiled.set(type, schema);
  return schema;
}
