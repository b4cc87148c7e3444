import { errorCauses } from './error-causes.js';
import { errorCodeOf } from './error-code.js';

/**
 * A code by the convention of this package and of Node, such as `ECONNREFUSED`, or an SQLSTATE, such as `28P01`; anything
 * else may contain data.
 */
const CODE = /^(?:[A-Z][A-Z\d_]{1,63}|\d[\dA-Z]{4})$/;

/** The different codes of an error and its causes, outermost first: safe to show, because they contain no text. */
export function errorCodesOf(error: unknown): readonly string[] {
  const codes = errorCauses(error).map((each) => errorCodeOf(each) ?? '');
  return [...new Set(codes.filter((code) => CODE.test(code)))];
}
