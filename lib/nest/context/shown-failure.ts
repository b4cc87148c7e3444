import { thrownName } from '../../internal/thrown-name.js';
import { ContextTimeoutError, InvalidContextError } from './context.errors.js';

const CODE = /^[A-Z][A-Z\d_]{0,39}$/;

/**
 * Why a resolver failed, for the log. The message of an error that is not the library's own is left out: it may hold what
 * the resolver read of the user. Its class and code are enough to find it, and `failure` has it all.
 */
export function shownFailure(error: unknown): string {
  if (error instanceof InvalidContextError || error instanceof ContextTimeoutError) return error.message;
  const code = codeOf(error);
  return `it threw ${thrownName(error)}${code === undefined ? '' : ` (${code})`}`;
}

/** Such as `ECONNREFUSED`. */
function codeOf(error: unknown): string | undefined {
  try {
    const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
    return typeof code === 'string' && CODE.test(code) ? code : undefined;
  } catch {
    return undefined;
  }
}
