import type { z } from 'zod';
import type { Flag, FlagType } from './flag.js';
import { flagSchemas } from './flag.schema.js';
import { InvalidFlagError, InvalidFlagKeyError, type FlagIssue } from './flag.errors.js';
import { isFlagKey } from './flag-key.js';
import { deepFreeze, plainData } from './plain-data.js';

/** What became of one definition. */
export type ParsedFlag =
  { readonly flag: Flag; readonly issues?: undefined } | { readonly flag?: undefined; readonly issues: FlagIssue[] };

// What the parser made is frozen to its leaves, so that meeting it again needs no second look.
const parsedBefore = new WeakSet<object>();

/**
 * Reads one untrusted definition: `true` or `false`, or an object with a `type`.
 *
 * @returns the flag, deeply frozen plain data
 * @throws {InvalidFlagError} (`INVALID_FLAG`) listing every problem with its path; never anything else
 */
export function parseFlag(key: string, definition: unknown): Flag {
  const { flag, issues } = tryParseFlag(key, definition);
  if (flag === undefined) throw new InvalidFlagError(issues);
  return flag;
}

/**
 * Reads a whole set of untrusted definitions, by key.
 *
 * @param source named in the error
 * @throws {InvalidFlagError} (`INVALID_FLAG`) listing the problems of all definitions at once; never anything else
 */
export function parseFlags(definitions: unknown, source?: string): Map<string, Flag> {
  const flags = new Map<string, Flag>();
  const issues: FlagIssue[] = [];
  for (const [key, definition] of entriesOf(definitions, issues)) {
    const parsed = tryParseFlag(key, definition);
    if (parsed.flag === undefined) for (const issue of parsed.issues) issues.push(issue);
    else flags.set(key, parsed.flag);
  }
  if (issues.length > 0) throw new InvalidFlagError(issues, source);
  return flags;
}

/** {@link parseFlag} for callers that go on with the other flags: problems are returned, nothing is thrown. */
export function tryParseFlag(key: string, definition: unknown): ParsedFlag {
  if (!isFlagKey(key)) {
    return { issues: [{ path: [String(key).slice(0, 80)], message: new InvalidFlagKeyError(key).message }] };
  }
  if (isParsed(definition, key)) return { flag: definition };

  const issues: FlagIssue[] = [];
  const data = plainData(definition, [key], issues);
  if (issues.length > 0) return { issues };
  if (typeof data === 'boolean') return { flag: remember({ key, type: 'boolean', enabled: data }) };
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return { issues: [{ path: [key], message: 'must be true, false or a definition such as { "type": "boolean" }' }] };
  }
  return parseTyped(key, data as Readonly<Record<string, unknown>>);
}

function parseTyped(key: string, data: Readonly<Record<string, unknown>>): ParsedFlag {
  if (!isFlagType(data['type'])) {
    const known = Object.keys(flagSchemas).join(', ');
    return { issues: [{ path: [key, 'type'], message: `must be one of ${known}` }] };
  }
  const result = flagSchemas[data['type']].safeParse(data);
  if (!result.success) return { issues: result.error.issues.map((issue) => issueOf(key, issue)) };
  if (result.data.key !== undefined && result.data.key !== key) {
    return { issues: [{ path: [key, 'key'], message: `must be absent or "${key}"` }] };
  }
  return { flag: remember({ ...result.data, key }) };
}

function issueOf(key: string, issue: z.core.$ZodIssue): FlagIssue {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  const message = issue.code === 'unrecognized_keys' ? unknownProperties(issue.keys) : issue.message;
  return { path: [key, ...path], message };
}

function unknownProperties(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => JSON.stringify(name.slice(0, 80)));
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
  return `has unknown properties, mend or remove them: ${shown.join(', ')}${more}`;
}

function isFlagType(type: unknown): type is FlagType {
  return typeof type === 'string' && Object.hasOwn(flagSchemas, type);
}

function isParsed(definition: unknown, key: string): definition is Flag {
  return (
    typeof definition === 'object' &&
    definition !== null &&
    parsedBefore.has(definition) &&
    (definition as Flag).key === key
  );
}

function remember(flag: Flag): Flag {
  parsedBefore.add(deepFreeze(flag));
  return flag;
}

function entriesOf(definitions: unknown, issues: FlagIssue[]): [string, unknown][] {
  try {
    if (definitions instanceof Map) return textEntriesOf(definitions, issues);
    if (typeof definitions === 'object' && definitions !== null && !Array.isArray(definitions)) {
      return Object.entries(definitions);
    }
  } catch {
    issues.push({ path: [], message: 'cannot be read: a getter or proxy of it throws' });
    return [];
  }
  issues.push({ path: [], message: 'must be an object of definitions by flag key' });
  return [];
}

function textEntriesOf(definitions: ReadonlyMap<unknown, unknown>, issues: FlagIssue[]): [string, unknown][] {
  const entries: [string, unknown][] = [];
  for (const [key, definition] of Map.prototype.entries.call(definitions) as MapIterator<[unknown, unknown]>) {
    if (typeof key === 'string') entries.push([key, definition]);
    else issues.push({ path: [], message: new InvalidFlagKeyError(key).message });
  }
  return entries;
}
