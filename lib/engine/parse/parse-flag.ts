import type { Flag, FlagType } from '../flag.js';
import { InvalidFlagError, type FlagIssue } from '../flag.errors.js';
import { isJsonObject, type JsonValue } from '../json/json-value.js';
import { readFlagFields } from './read-flag-fields.js';
import { flagSchemas } from './flag.schema.js';
import { DefinitionParser, type Parsed } from './definition-parser.js';

const flags = new DefinitionParser<Flag>([], readFlag);

/**
 * Parses one untrusted definition: `true` or `false`, or an object with a `type`.
 *
 * @returns the flag, deeply frozen plain data
 * @throws {InvalidFlagError} (`INVALID_FLAG`) listing every problem with its path; never anything else
 */
export function parseFlag(key: string, definition: unknown): Flag {
  const { definition: flag, issues } = flags.parse(key, definition);
  if (flag === undefined) throw new InvalidFlagError(issues);
  return flag;
}

/**
 * Parses a whole set of untrusted definitions, by key.
 *
 * @param source the name of the source, for the error
 * @throws {InvalidFlagError} (`INVALID_FLAG`) listing the problems of all definitions at once; never anything else
 */
export function parseFlags(definitions: unknown, source?: string): Map<string, Flag> {
  return flags.parseAll(definitions, source);
}

/** {@link parseFlag} for callers that continue with other flags: problems are returned instead of thrown. */
export function tryParseFlag(key: string, definition: unknown): Parsed<Flag> {
  return flags.parse(key, definition);
}

/** A flag with another version. If it was parsed, the result need not be parsed again. */
export function flagWithVersion(flag: Flag, version: number): Flag {
  return flags.withVersion(flag, version);
}

/** @throws {InvalidFlagError} (`INVALID_FLAG`) when a source has too many flags */
export function assertFlagCount(count: number): void {
  flags.assertCount(count);
}

function readFlag(key: string, data: JsonValue | undefined, place: readonly string[]): Parsed<Flag> {
  if (typeof data === 'boolean') return { definition: { key, type: 'boolean', enabled: data } };
  if (!isJsonObject(data)) return refuse(place, 'must be true, false or a definition such as { "type": "boolean" }');
  if (!isFlagType(data['type'])) {
    return refuse([...place, 'type'], `must be one of ${Object.keys(flagSchemas).join(', ')}`);
  }
  const { data: fields, issues } = readFlagFields(data['type'], data, place);
  if (fields === undefined) return { issues };
  if (fields.key !== undefined && fields.key !== key) {
    return refuse([...place, 'key'], `must be absent or "${key}"`);
  }
  return { definition: { ...fields, enabled: fields.enabled ?? true, key } };
}

function isFlagType(type: unknown): type is FlagType {
  return typeof type === 'string' && Object.hasOwn(flagSchemas, type);
}

function refuse(path: readonly string[], message: string): { issues: readonly FlagIssue[] } {
  return { issues: [{ path, message }] };
}
