import { FlagLimits } from '../engine/flag-limits.js';
import { textOption, wholeNumberOption } from '../internal/options/option-readers.js';
import { OptionsSchema } from '../internal/options/options-schema.js';
import { originReaders, type ChangeOrigin } from './changes/change-origin.js';
import { TARGET_WIDENING, targetReaders, type OverrideTargetOptions } from './overrides/new-override.js';

/** The options of one write of a definition. */
export interface EditOptions extends ChangeOrigin {
  /** The `version` that was edited; 0 if the definition must not exist yet. @default any version is replaced */
  readonly expectedVersion?: number;
}

/** The target of the override to clear, and the origin of the change. */
export interface ClearOverrideOptions extends ChangeOrigin, OverrideTargetOptions {}

/** The target of `getOverride`: all users, one user (`unit`), or one value of an attribute (`unit` and `unitBy`). */
export type OverrideTargetArguments =
  readonly [] | readonly [unit: string | number | bigint] | readonly [unit: string | number | bigint, unitBy: string];

/** The meaning of an edit without an expected version, for error messages. */
export const EXPECTED_VERSION_WIDENING = { expectedVersion: 'a write that replaces any version' } as const;

export const editOptions = new OptionsSchema<EditOptions>(
  'an edit',
  { ...originReaders, expectedVersion: wholeNumberOption(0) },
  { widening: EXPECTED_VERSION_WIDENING },
);

export const clearOptions = new OptionsSchema<ClearOverrideOptions>(
  'clearOverride',
  { ...originReaders, ...targetReaders },
  { widening: TARGET_WIDENING },
);

export const scheduleIdOption = textOption(FlagLimits.nameLength);
