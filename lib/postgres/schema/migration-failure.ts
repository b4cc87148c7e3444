import type { FeatureFlagsError } from '../../internal/feature-flags.error.js';
import { messageOf } from '../../internal/message-of.js';
import { StoreFailedError, StoreUnavailableError } from '../../store/store.errors.js';
import { PostgresFailures } from '../connection/postgres-failures.js';
import { serverErrorOf } from '../connection/sql-state.js';

/** The class of SQLSTATEs for rejected statements. */
const REJECTED = '42';
const NO_RIGHT = '42501';

/** Converts the error of a driver, of a transaction that was rolled back, to an error of a store. */
export function migrationFailure(error: unknown, schema: string): FeatureFlagsError {
  const store = `postgres-store:${schema}`;
  const answer = serverErrorOf(error);
  if (answer?.sqlState.startsWith(REJECTED) !== true) return new PostgresFailures(store, schema).of(error);
  const { sqlState } = answer;
  const message = `(${sqlState}: ${messageOf(answer.error)})`;
  if (sqlState === NO_RIGHT) {
    return new StoreUnavailableError(
      store,
      `its role may not create or change the tables of the schema "${schema}" ${message}. Nothing was changed: use the owner ` +
        'of the schema, or let an administrator create it first with CREATE SCHEMA … AUTHORIZATION …',
      { cause: error, isRefusal: true },
    );
  }
  return new StoreFailedError(
    store,
    `the migration of its schema "${schema}" failed, and nothing was changed ${message}`,
    {
      cause: error,
    },
  );
}
