import type { FlagContext } from '../../flag-context.js';

/**
 * Whether a context meets a condition; `undefined` when that cannot be decided, because an extension failed or the context
 * cannot be read. What is undecided is neither true nor false: `not` leaves it undecided, `all` is false when another
 * member is, and `any` is true when another member is.
 */
export type Matcher = (context: FlagContext) => boolean | undefined;
