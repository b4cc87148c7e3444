import { errorCauses } from '../../internal/error-causes.js';
import { errorCodeOf } from '../../internal/error-code.js';

/** An error that the server has sent. */
export interface ServerError {
  /** The SQLSTATE, such as `42P01`. */
  readonly sqlState: string;
  /** The error of the driver, which holds the message of the server. */
  readonly error: unknown;
}

/**
 * Five characters, one of them a digit, which the codes of Node such as `EPIPE` lack. Codes from `P1000` to `P6999` are
 * those of Prisma.
 */
const SQL_STATE = /^(?=.*\d)(?!P[1-6])[\dA-Z]{5}$/;

/** The error of the server that a driver or another library has thrown, wrapped or not; `undefined` if there is none. */
export function serverErrorOf(error: unknown): ServerError | undefined {
  for (const each of errorCauses(error)) {
    const code = errorCodeOf(each) ?? '';
    if (SQL_STATE.test(code)) return { sqlState: code, error: each };
  }
  return undefined;
}

/** The SQLSTATE of an error, or of one of its causes; `undefined` if the server has sent none. */
export function sqlStateOf(error: unknown): string | undefined {
  return serverErrorOf(error)?.sqlState;
}
