import { counted } from '../../internal/counted.js';
import { InvalidFlagError } from '../../engine/flag.errors.js';
import type { Flag } from '../../engine/flag.js';
import type { Segment } from '../../engine/targeting/segment.js';
import { TimeSlices } from '../../internal/time-slices.js';
import { flagReader, segmentReader } from '../definition-reader.js';
import { JsonOutline, type JsonMember } from './json-outline.js';
import { parseJsonMember } from './parse-json-member.js';
import { MAX_TEXT_DEPTH, parseJsonText } from './parse-json-text.js';
import { describeProblem, type ParsedText } from './parsed-text.js';
import {
  goneKeys,
  NO_SECTION,
  readSection,
  readWrongSection,
  type TextReading,
  type TextSection,
} from './section-reader.js';

const SECTIONS: ReadonlySet<string> = new Set(['flags', 'segments']);
const NAMES: ReadonlySet<string> = new Set([...SECTIONS, '$schema']);
/** The longest text, in characters, that is parsed only to get a better message if it is not an object. */
const SHORT = 64 * 1024;

/** Parses one member of a text; see {@link parseJsonMember}. */
export type ParseMember = (text: string, member: JsonMember, maxDepth: number) => ParsedText;

/** The definitions in a text, by key. */
export interface FlagTextContent {
  readonly flags: Readonly<Record<string, Flag>>;
  readonly segments: Readonly<Record<string, Segment>>;
  /** The keys of definitions that were changed, added or removed since the last text. */
  readonly changed: { readonly flags: readonly string[]; readonly segments: readonly string[] };
}

/**
 * Reads the text of a flag file, `{ "flags": { … }, "segments": { … } }`, each time it has changed. A definition whose
 * text has not changed is not parsed again and remains the same object. The work is done in slices of a few
 * milliseconds; a single definition is never split.
 */
export class FlagTextReader {
  readonly #source: string;
  readonly #parse: ParseMember;
  #flags: TextSection<Flag> = NO_SECTION;
  #segments: TextSection<Segment> = NO_SECTION;

  /**
   * @param source the name of the source, for errors
   * @param parse parses the values. @default as untrusted text
   */
  constructor(source: string, parse: ParseMember = parseJsonMember) {
    this.#source = source;
    this.#parse = parse;
  }

  /**
   * Reads all definitions in a text, in time proportional to its length. Problems are reported by their position only;
   * messages never contain parts of the text.
   *
   * @param signal aborts reading
   * @throws {InvalidFlagError} (`INVALID_FLAG`) listing the problems of all definitions at once
   * @throws {Error} with line and column, or with what is missing
   */
  async read(text: string, signal: AbortSignal): Promise<FlagTextContent> {
    signal.throwIfAborted();
    const slices = new TimeSlices(signal);
    const outline = new JsonOutline(text, SECTIONS);
    while (outline.advance()) if (slices.isOver) await slices.next();
    const reading: TextReading = { text, slices, valueOf: (member) => this.#valueOf(text, member, 2) };
    let flags: TextSection<Flag> = NO_SECTION;
    let segments: TextSection<Segment> = { ...NO_SECTION, changed: goneKeys(this.#segments, NO_SECTION.members) };
    for (const [name, member] of outline.members) {
      const members = outline.sections.get(name);
      const value = members === undefined ? this.#valueOf(text, member, 1) : undefined;
      if (name === 'flags') {
        flags = await (members === undefined
          ? readWrongSection(flagReader, value)
          : readSection(flagReader, reading, members, this.#flags));
      } else if (name === 'segments') {
        segments = await (members === undefined
          ? readWrongSection(segmentReader, value)
          : readSection(segmentReader, reading, members, this.#segments));
      }
    }
    assertContent(text, outline);
    const issues = [...flags.issues, ...segments.issues];
    if (issues.length > 0) throw new InvalidFlagError(issues, this.#source);
    this.#flags = flags;
    this.#segments = segments;
    return { flags: flags.all, segments: segments.all, changed: { flags: flags.changed, segments: segments.changed } };
  }

  #valueOf(text: string, member: JsonMember, depth: number): unknown {
    const parsed = this.#parse(text, member, MAX_TEXT_DEPTH - depth);
    if ('value' in parsed) return parsed.value;
    throw new Error(describeProblem(text, parsed));
  }
}

/** Checks the rest of the text, when all values are valid. */
function assertContent(text: string, outline: JsonOutline): void {
  if (outline.problem !== undefined) throw new Error(describeProblem(text, outline.problem));
  if (!outline.isObject && text.length <= SHORT) {
    const parsed = parseJsonText(text);
    if ('problem' in parsed) throw new Error(describeProblem(text, parsed));
  }
  if (!outline.members.has('flags')) {
    throw new Error('it must contain an object with the key "flags", such as { "flags": { "new_checkout": true } }');
  }
  const unknown = [...outline.members.keys()].filter((name) => !NAMES.has(name));
  if (unknown.length === 0) return;
  throw new Error(
    `it has ${counted(unknown.length, 'unknown key')} next to "flags", "segments" and "$schema": move flags under "flags"`,
  );
}
