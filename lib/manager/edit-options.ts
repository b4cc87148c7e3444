import { FlagLimits } from '../engine/flag-limits.js';
import { textOption, wholeNumberOption } from '../internal/options/option-readers.js';
import { OptionsSchema } from '../internal/options/options-schema.js';
import { originReaders, type ChangeOrigin } from './changes/change-origin.js';
import { TARGET_WIDENING, targetReaders, type OverrideTargetOptions } from './overrides/new-override.js';

/** What one write of a definition says beside the definition. */
export interface EditOptions extends ChangeOrigin {
  /** The `version` that was edited; 0 when the definition must not exist yet. @default any version is replaced */
  readonly expectedVersion?: number;
}

/** Which override is cleared, and by whom. */
export interface ClearOverrideOptions extends ChangeOrigin, OverrideTargetOptions {}

/** Whom `getOverride` is asked about: everybody, one user (`unit`), or one value of an attribute (`unit` and `unitBy`). */
export type OverrideTargetArguments =
  readonly [] | readonly [unit: string | number | bigint] | readonly [unit: string | number | bigint, unitBy: string];

/** What leaving out the expected version means. */
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
