import { sqlStateOf } from './connection/sql-state.js';

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';

/**
 * Whether a statement has changed nothing because another transaction was faster. With a default isolation level above
 * "read committed", every statement that writes can fail so.
 */
export function isConflict(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === SERIALIZATION_FAILURE || state === DEADLOCK;
}
