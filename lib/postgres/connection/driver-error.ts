import { errorCauses } from '../../internal/error-causes.js';
import { serverErrorOf } from './sql-state.js';

/**
 * The error of the driver that a library has thrown, wrapped or not: that of the server, or else the innermost cause
 * with a message. The message of the library may repeat the values of the statement.
 */
export function driverErrorOf(error: unknown): unknown {
  return serverErrorOf(error)?.error ?? errorCauses(error).findLast(hasMessage) ?? error;
}

function hasMessage(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'message' in error;
}
