import { isFlagKey } from '../engine/flag-key.js';
import { FlagLimits } from '../engine/flag-limits.js';
import { InvalidFlagError, pathText, type FlagIssue } from '../engine/flag.errors.js';
import type { Flag } from '../engine/flag.js';
import { parseFlags } from '../engine/parse/parse-flag.js';
import { parseSegments } from '../engine/targeting/schema/parse-segment.js';
import type { Segment } from '../engine/targeting/segment.js';
import { firstFew } from '../internal/first-few.js';
import { isPlainObject } from '../internal/options/plain-entries.js';
import { cutText } from '../internal/shown-text.js';
import { flagReader, segmentReader, type DefinitionReader } from './definition-reader.js';
import type { FlagProblem } from './flag-provider.js';

/** The parsed definitions of a source. */
export interface ParsedFlagSet {
  readonly flags: Map<string, Flag>;
  readonly segments: Map<string, Segment>;
}

/**
 * Parses the untrusted definitions of a whole source.
 *
 * @param source the name of the source, for the error
 * @throws {InvalidFlagError} (`INVALID_FLAG`) listing the problems of all its flags and segments
 */
export function parseFlagSet(set: { flags: unknown; segments?: unknown }, source: string): ParsedFlagSet {
  const { flags, segments = {} } = set;
  const issues: (readonly FlagIssue[])[] = [];
  const parsed = {
    flags: attempt(() => parseFlags(flags), issues),
    segments: attempt(() => parseSegments(segments), issues),
  };
  if (issues.length > 0) throw new InvalidFlagError(issues.flat(), source);
  return parsed;
}

/** The definitions of a source, parsed one by one. */
export interface ReadFlagSet extends ParsedFlagSet {
  /** The definitions that cannot be read. */
  readonly problems: readonly FlagProblem[];
}

/**
 * Parses the untrusted definitions of a whole source. An invalid definition does not affect the others.
 *
 * @param source the name of the source, for the error
 * @throws {InvalidFlagError} (`INVALID_FLAG`) when they are not an object of definitions, or too many
 */
export function readFlagSet(set: { flags: unknown; segments?: unknown }, source: string): ReadFlagSet {
  const flags = readEach(flagReader, set.flags);
  const segments = readEach(segmentReader, set.segments ?? {});
  if (flags === undefined || segments === undefined) {
    return { ...parseFlagSet(set, source), problems: [] }; // throws, unless they are valid Maps
  }
  return { flags: flags.all, segments: segments.all, problems: [...flags.problems, ...segments.problems] };
}

/** Parses definitions of one kind one by one; `undefined` if they are not an object of definitions, or too many. */
export function readEach<D>({ kind, tryParse }: DefinitionReader<D>, definitions: unknown) {
  if (!isPlainObject(definitions)) return undefined;
  const keys = Object.keys(definitions);
  if (keys.length > FlagLimits.definitions) return undefined;
  const all = new Map<string, D>();
  const problems: FlagProblem[] = [];
  for (const key of keys) {
    const { definition, issues = [] } = tryParse(key, valueOf(definitions, key));
    if (definition !== undefined) all.set(key, definition);
    else problems.push({ kind, key: isFlagKey(key) ? key : cutText(key, SHOWN_KEY), message: textOf(issues) });
  }
  return { all, problems };
}

/** Reads a definition; a getter that throws affects only its own definition. */
function valueOf(definitions: object, key: string): unknown {
  try {
    return Reflect.get(definitions, key);
  } catch {
    return undefined; // which is not a valid definition
  }
}

function textOf(issues: readonly FlagIssue[]): string {
  return firstFew(issues, SHOWN_ISSUES, ({ path, message }) => `${pathText(path)}: ${message}`).join('; ');
}

const SHOWN_KEY = 80; // characters of an invalid key
const SHOWN_ISSUES = 10;

function attempt<D>(parse: () => Map<string, D>, issues: (readonly FlagIssue[])[]): Map<string, D> {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof InvalidFlagError)) throw error;
    issues.push(error.issues);
    return new Map();
  }
}
