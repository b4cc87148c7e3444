import { FlagLimits } from '../../engine/flag-limits.js';
import { pathText, type FlagIssue } from '../../engine/flag.errors.js';
import { messageOf } from '../../internal/message-of.js';
import { isPlainObject } from '../../internal/options/plain-entries.js';
import { flagReader, segmentReader, type DefinitionReader } from '../../providers/definition-reader.js';
import { FlagFile } from '../../providers/files/flag-file.js';
import type { Finding } from '../output/finding.js';
import type { DefinitionPath } from './definition-path.js';
import type { FlagFileContent } from './flag-file-content.js';
import { parseFlagText } from './flag-text.js';
import { TextPlaces } from './text-places.js';

/** The maximum size of a flag file in bytes; the default of `FileProvider`. */
const MAX_BYTES = 8 * 1024 * 1024;
const SECTIONS: ReadonlySet<string> = new Set(['$schema', 'flags', 'segments']);

/**
 * Reads a flag file by the rules of `FileProvider`, but continues after a problem, so that all problems are found. A
 * file that cannot be read has no definitions and one problem.
 *
 * @param file the absolute path
 * @throws {MissingPackageError} (`MISSING_PACKAGE`) when the package for YAML is not installed
 */
export async function readFlagFile(file: string): Promise<FlagFileContent> {
  let text = '';
  try {
    text = await new FlagFile(file, MAX_BYTES).read();
  } catch (error) {
    return unreadable({
      rule: 'invalid-file',
      message: `The file cannot be read: ${messageOf(error)}.`,
      place: { file },
    });
  }
  const places = new TextPlaces(file, text);
  const parsed = await parseFlagText(file, text);
  if ('problem' in parsed) {
    const place = parsed.offset === undefined ? { file } : places.at(parsed.offset);
    return unreadable({ rule: 'invalid-file', message: `The file ${parsed.problem}.`, place });
  }
  const placeOf = (path: DefinitionPath) => places.at(parsed.offsetOf(path));
  const sections = sectionsOf(parsed.value);
  const flags = readSection(flagReader, sections.flags);
  const segments = readSection(segmentReader, sections.segments);
  const issues = [...sections.issues, ...flags.issues.map(underFlags), ...segments.issues];
  const problems = issues.map((issue): Finding => {
    const [section, flag] = issue.path;
    const message = `${shownIssuePath(issue.path)} ${issue.message}.`;
    const about = section === 'flags' && typeof flag === 'string' ? { flag } : {};
    return { rule: 'invalid-definition', message, place: placeOf(issue.path), ...about };
  });
  return { file, keys: keysOf(sections.flags), flags: flags.all, segments: segments.all, problems, placeOf };
}

function unreadable(problem: Finding): FlagFileContent {
  const { file } = problem.place;
  const none = { keys: [], flags: new Map(), segments: new Map() };
  return { file, ...none, problems: [problem], placeOf: () => ({ file }) };
}

/** The path of an issue as messages of the library show it, where flags are at the top. */
export function shownIssuePath([section, ...path]: DefinitionPath): string {
  return section === 'flags' && path.length > 0 ? pathText(path) : pathText([section ?? '(root)', ...path]);
}

function keysOf(section: unknown): string[] {
  return isPlainObject(section) ? Object.keys(section) : [];
}

interface Sections {
  readonly flags: unknown;
  readonly segments: unknown;
  readonly issues: readonly FlagIssue[];
}

function sectionsOf(value: unknown): Sections {
  if (!isPlainObject(value) || !('flags' in value)) {
    const message = 'must be an object with the key "flags", such as { "flags": { "new_checkout": true } }';
    return { flags: {}, segments: {}, issues: [{ path: [], message }] };
  }
  const { flags, segments = {} } = value as Readonly<Record<string, unknown>>;
  const issues = Object.keys(value)
    .filter((name) => !SECTIONS.has(name))
    .map((name) => ({ path: [name], message: `is unknown next to "flags" and "segments": move flags under "flags"` }));
  return { flags, segments, issues };
}

function readSection<D>(reader: DefinitionReader<D>, section: unknown) {
  const all = new Map<string, D>();
  const issues: FlagIssue[] = [];
  const top = reader.kind === 'flag' ? [] : ['segments'];
  if (!isPlainObject(section)) {
    issues.push({ path: top, message: 'must be an object of definitions by key' });
    return { all, issues };
  }
  const entries: readonly [string, unknown][] = Object.entries(section);
  if (entries.length > FlagLimits.definitions) {
    issues.push({ path: top, message: `must be at most ${FlagLimits.definitions} definitions` });
    return { all, issues };
  }
  for (const [key, given] of entries) {
    const { definition, issues: found = [] } = reader.tryParse(key, given);
    if (definition !== undefined) all.set(key, definition);
    issues.push(...found);
  }
  return { all, issues };
}

function underFlags({ path, message }: FlagIssue): FlagIssue {
  return { path: ['flags', ...path], message };
}
