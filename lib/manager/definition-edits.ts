import { InvalidFlagError, InvalidFlagKeyError } from '../engine/flag.errors.js';
import { isFlagKey } from '../engine/flag-key.js';
import { FlagLimits } from '../engine/flag-limits.js';
import type { Flag } from '../engine/flag.js';
import type { Segment } from '../engine/targeting/segment.js';
import type { FeatureFlagsError } from '../internal/feature-flags.error.js';
import { arrayElements } from '../internal/options/array-elements.js';
import { stringArgument } from '../internal/options/arguments.js';
import { InvalidOptionsError } from '../internal/options/invalid-options.error.js';
import { checkedElsewhere, choiceOption, wholeNumberOption } from '../internal/options/option-readers.js';
import { OptionsSchema } from '../internal/options/options-schema.js';
import { flagReader, segmentReader, type DefinitionReader } from '../providers/definition-reader.js';
import type { ChangeCommand } from './changes/change-command.js';
import { EditsRefusedError, type EditRefusal } from './definitions/edits.errors.js';
import { EXPECTED_VERSION_WIDENING } from './edit-options.js';
import type { ScheduleRequest } from './schedules/new-schedule.js';

/** One edit of `saveAll`: the arguments of the method that its `type` names. */
export type DefinitionEdit = Extract<
  ScheduleRequest,
  { readonly type: 'save_flag' | 'delete_flag' | 'save_segment' | 'delete_segment' }
>;

interface ResultsByType {
  readonly save_flag: Flag;
  readonly delete_flag: boolean;
  readonly save_segment: Segment;
  readonly delete_segment: boolean;
}

/** The results of `saveAll`, in order: for each edit, the same as from the method of the same name. */
export type DefinitionEditResults<Edits extends readonly DefinitionEdit[]> = {
  -readonly [Index in keyof Edits]: ResultsByType[Edits[Index]['type']];
};

export type DefinitionCommand = ChangeCommand<'save_definition' | 'delete_definition'>;

const READERS = {
  save_flag: flagReader,
  delete_flag: flagReader,
  save_segment: segmentReader,
  delete_segment: segmentReader,
} as const satisfies Record<DefinitionEdit['type'], DefinitionReader<Flag> | DefinitionReader<Segment>>;

interface GivenEdit {
  readonly type: DefinitionEdit['type'];
  readonly key: string;
  readonly definition?: unknown;
  readonly expectedVersion?: number;
}

const editOption = new OptionsSchema<GivenEdit>(
  'an edit of saveAll',
  {
    type: choiceOption('save_flag', 'delete_flag', 'save_segment', 'delete_segment'),
    key: stringArgument,
    definition: checkedElsewhere,
    expectedVersion: wholeNumberOption(0),
  },
  { required: ['type', 'key'], widening: EXPECTED_VERSION_WIDENING },
);

/**
 * Converts untrusted edits to commands.
 *
 * @throws {EditsRefusedError} (`EDITS_REFUSED`) listing all definitions that are invalid or edited twice
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when there are too many edits, or one of them is malformed
 */
export function readEdits(given: unknown): readonly DefinitionCommand[] {
  const { elements: edits, given: instead } = arrayElements(given, FlagLimits.edits);
  if (edits === undefined) {
    const allowed = `an array of at most ${FlagLimits.edits} edits, and the others in further calls`;
    throw new InvalidOptionsError(`saveAll takes ${allowed}; given: ${instead}.`);
  }
  const refusals: EditRefusal[] = [];
  const names = new Set<string>();
  let text = 0;
  const commands = edits.flatMap((each): DefinitionCommand[] => {
    const edit = editOption.read(each);
    const { kind } = READERS[edit.type];
    const read = commandOf(edit);
    if (read.error !== undefined) refusals.push({ kind, key: edit.key, error: read.error });
    const name = `${kind} ${edit.key}`;
    if (names.has(name)) refusals.push({ kind, key: edit.key, error: editedTwice(kind, edit.key) });
    names.add(name);
    if (read.command === undefined) return [];
    if (read.command.type === 'save_definition') text += JSON.stringify(read.command.definition).length;
    if (text > FlagLimits.editsText) throw tooLarge();
    return [read.command];
  });
  if (refusals.length > 0) throw new EditsRefusedError(refusals);
  return commands;
}

interface ReadEdit {
  readonly command?: DefinitionCommand;
  /** The error that saving or deleting the definition alone would throw. */
  readonly error?: FeatureFlagsError;
}

function commandOf({ type, key, definition, expectedVersion }: GivenEdit): ReadEdit {
  const { kind, tryParse } = READERS[type];
  if (type === 'delete_flag' || type === 'delete_segment') {
    if (!isFlagKey(key)) return { error: new InvalidFlagKeyError(key) };
    if (definition !== undefined) return { error: invalidEdit(kind, key, 'is deleted, and takes no "definition"') };
    return { command: { type: 'delete_definition', kind, key, expectedVersion } };
  }
  const parsed = tryParse(key, definition);
  if (parsed.definition === undefined) return { error: new InvalidFlagError(parsed.issues) };
  return { command: { type: 'save_definition', kind, key, definition: parsed.definition, expectedVersion } };
}

function editedTwice(kind: 'flag' | 'segment', key: string): InvalidFlagError {
  return invalidEdit(kind, key, 'is edited twice: keep one of the edits');
}

function invalidEdit(kind: 'flag' | 'segment', key: string, message: string): InvalidFlagError {
  return new InvalidFlagError([{ path: kind === 'flag' ? [key] : ['segments', key], message }]);
}

function tooLarge(): InvalidOptionsError {
  const limit = `${FlagLimits.editsText} characters of JSON of all definitions`;
  return new InvalidOptionsError(
    `saveAll takes at most ${limit}. Make several calls, each of which is all or nothing.`,
  );
}
