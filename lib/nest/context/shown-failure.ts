import { errorCodeOf } from '../../internal/error-code.js';
import { thrownName } from '../../internal/thrown-name.js';
import { ContextTimeoutError, InvalidContextError } from './context.errors.js';

/** Such as `ECONNREFUSED`; any other text may come from the user. */
const CODE = /^[A-Z][A-Z\d_]{0,39}$/;

/**
 * Why a resolver failed, for the log. The message of an error that is not the library's own is left out: it may hold what
 * the resolver read of the user. Its class and code are enough to find it, and `failure` has it all.
 */
export function shownFailure(error: unknown): string {
  if (error instanceof InvalidContextError || error instanceof ContextTimeoutError) return error.message;
  const code = errorCodeOf(error);
  return `it threw ${thrownName(error)}${code !== undefined && CODE.test(code) ? ` (${code})` : ''}`;
}
