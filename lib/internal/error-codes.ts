import { errorCodeOf } from './error-code.js';

/** A code by the convention of this package and of Node, such as `ECONNREFUSED`; anything else may contain data. */
const CODE = /^[A-Z][A-Z\d_]{1,63}$/;

/** An error, its cause, the cause of that, and so on: more than any chain that a driver builds. */
const MAX_CAUSES = 5;

/** The different codes of an error and its causes, outermost first: safe to show, because they contain no text. */
export function errorCodesOf(error: unknown): readonly string[] {
  const codes = new Set<string>();
  let current = error;
  for (let i = 0; i < MAX_CAUSES && current !== undefined; i++) {
    const code = errorCodeOf(current);
    if (code !== undefined && CODE.test(code)) codes.add(code);
    current = causeOf(current);
  }
  return [...codes];
}

function causeOf(error: unknown): unknown {
  try {
    return typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  } catch {
    return undefined; // a getter or a proxy that throws
  }
}
