import { InvalidFlagError, type FlagIssue } from '../../engine/flag.errors.js';
import type { TimeSlices } from '../../internal/time-slices.js';
import type { DefinitionReader } from '../definition-reader.js';
import type { JsonMember, JsonMembers } from './json-outline.js';

/** A text and what is needed to read it. */
export interface TextReading {
  readonly text: string;
  readonly slices: TimeSlices;
  /** Parses one value of the text. */
  readonly valueOf: (member: JsonMember) => unknown;
}

/** The definitions of one kind in a text. */
export interface TextSection<D> {
  readonly text: string;
  /** The position of each definition. */
  readonly members: JsonMembers;
  /** The definitions, by key. */
  readonly all: Readonly<Record<string, D>>;
  /** The keys of definitions that were changed, added or removed. */
  readonly changed: readonly string[];
  readonly issues: readonly FlagIssue[];
}

/** A text that has no definitions of a kind. */
export const NO_SECTION: TextSection<never> = { text: '', members: new Map(), all: {}, changed: [], issues: [] };

/** Reads the definitions of one kind; those whose text has not changed are reused. */
export async function readSection<D>(
  reader: DefinitionReader<D>,
  { text, slices, valueOf }: TextReading,
  members: JsonMembers,
  before: TextSection<D>,
): Promise<TextSection<D>> {
  const tooMany = issuesOf(() => reader.assertCount(members.size));
  if (tooMany.length > 0) return { ...NO_SECTION, issues: tooMany };
  const all: Record<string, D> = {};
  const changed = goneKeys(before, members);
  const issues: FlagIssue[] = [];
  for (const [key, member] of members) {
    const known = unchanged(before, key, text, member);
    const { definition, issues: problems = [] } =
      known === undefined ? reader.tryParse(key, valueOf(member)) : { definition: known };
    if (known === undefined) changed.push(key);
    if (definition !== undefined) all[key] = definition;
    for (const problem of problems) issues.push(problem);
    if (slices.isOver) await slices.next();
  }
  return { text, members, all: Object.freeze(all), changed, issues };
}

/** Reports a section that is not an object. */
export function readWrongSection<D>(reader: DefinitionReader<D>, value: unknown): TextSection<D> {
  return { ...NO_SECTION, issues: issuesOf(() => reader.parseAll(value)) };
}

/** The keys that are no longer in the text. */
export function goneKeys({ members }: TextSection<unknown>, now: JsonMembers): string[] {
  return [...members.keys()].filter((key) => !now.has(key));
}

function unchanged<D>(before: TextSection<D>, key: string, text: string, { start, end }: JsonMember): D | undefined {
  const old = before.members.get(key);
  if (old === undefined || old.end - old.start !== end - start) return undefined;
  return before.text.slice(old.start, old.end) === text.slice(start, end) ? before.all[key] : undefined;
}

function issuesOf(check: () => unknown): FlagIssue[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof InvalidFlagError) return [...error.issues];
    throw error;
  }
}
