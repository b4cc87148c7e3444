import type { FlagContext } from '../../flag-context.js';

/**
 * Tests whether a context meets a condition; `undefined` if that cannot be decided, because an extension failed or the
 * context cannot be read. An undecided condition is neither true nor false: `not` leaves it undecided, `all` is still
 * false if another member is false, and `any` is still true if another member is true.
 */
export type Matcher = (context: FlagContext) => boolean | undefined;
