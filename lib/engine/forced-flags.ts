import type { FlagOverrideValue } from './flag-override.js';

/**
 * The answers that flags are forced to give, by key. They take precedence over all overrides and definitions, and also
 * apply to undefined flags, which can then serve any variant. Validated and never changed.
 */
export type ForcedFlags = ReadonlyMap<string, FlagOverrideValue>;

/** No flag is forced. */
export const NO_FORCED_FLAGS: ForcedFlags = new Map();
