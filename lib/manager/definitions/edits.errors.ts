import { messageOf } from '../../internal/message-of.js';
import { FeatureFlagsError, FlagErrorCode } from '../../internal/feature-flags.error.js';
import { firstFew } from '../../internal/first-few.js';
import { listLines } from '../../internal/list-lines.js';
import { quoted } from '../../internal/shown-text.js';

/** The kind and key of one flag or segment. */
export interface EditedDefinition {
  /** Whether it is a flag or a segment. */
  readonly kind: 'flag' | 'segment';
  /** The key of the flag or segment. */
  readonly key: string;
}

/** A rejected edit, with the error that saving or deleting that definition alone would throw. */
export interface EditRefusal extends EditedDefinition {
  /** The error, whose `code` and message say why the edit was rejected. */
  readonly error: FeatureFlagsError;
}

/** One or more edits of `saveAll` were rejected, and nothing was changed. */
export class EditsRefusedError extends FeatureFlagsError<typeof FlagErrorCode.EditsRefused> {
  constructor(
    /** All rejected edits, each with its error. */
    readonly refusals: readonly EditRefusal[],
  ) {
    const shown = firstFew(refusals, SHOWN, (refusal) => `${nameOf(refusal)}: ${messageOf(refusal.error)}`);
    super(FlagErrorCode.EditsRefused, `Nothing was changed, because edits were rejected:${listLines(shown)}`);
  }
}

/**
 * A provider failed after some edits of `saveAll` were written; these are in force and audited. `cause` is the error of
 * the provider.
 */
export class EditsIncompleteError extends FeatureFlagsError<typeof FlagErrorCode.EditsIncomplete> {
  constructor(
    /** The definitions that were written. */
    readonly written: readonly EditedDefinition[],
    /** The definitions that were not written. */
    readonly unwritten: readonly EditedDefinition[],
    options: ErrorOptions,
  ) {
    const shown = firstFew(unwritten, SHOWN, nameOf).join(', ');
    super(
      FlagErrorCode.EditsIncomplete,
      `Only ${written.length} of ${written.length + unwritten.length} edits were written and are in force, because a ` +
        `provider takes one write at a time. Not written: ${shown}. Fix the cause and repeat these edits, or use a ` +
        '"store", which makes either all edits or none.',
      options,
    );
  }
}

const SHOWN = 50;

function nameOf({ kind, key }: EditedDefinition): string {
  return `${kind} ${quoted(key)}`;
}
