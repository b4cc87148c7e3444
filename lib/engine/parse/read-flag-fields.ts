import type { z } from 'zod';
import type { FlagType } from '../flag.js';
import type { JsonValue } from '../json/json-value.js';
import { flagSchemas } from './flag.schema.js';
import { acceptBySchema, type ReadBySchema } from './read-by-schema.js';

type FlagFields = z.output<(typeof flagSchemas)[FlagType]>;

/**
 * Parses the fields of a flag of the given type.
 *
 * @param place the path of the flag, with which the paths of problems begin
 */
export function readFlagFields(
  type: FlagType,
  data: Readonly<Record<string, JsonValue>>,
  place: readonly string[],
): ReadBySchema<FlagFields> {
  return acceptBySchema<FlagFields>(flagSchemas[type], data, place);
}
