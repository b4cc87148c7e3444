import { errorCodeOf } from '../../internal/error-code.js';
import { thrownName } from '../../internal/thrown-name.js';
import { InvalidContextError } from '../../manager/scope/invalid-context.error.js';
import { ContextTimeoutError } from './context.errors.js';

/** Codes such as `ECONNREFUSED`; any other text may come from the user. */
const CODE = /^[A-Z][A-Z\d_]{0,39}$/;

/**
 * Formats the failure of a resolver for the log. Messages of other libraries' errors are left out, because they may
 * contain personal data. The class and code are enough to find the error, which is also available as `failure`.
 */
export function shownFailure(error: unknown): string {
  if (error instanceof InvalidContextError || error instanceof ContextTimeoutError) return error.message;
  const code = errorCodeOf(error);
  return `it threw ${thrownName(error)}${code !== undefined && CODE.test(code) ? ` (${code})` : ''}`;
}
