import type { FeatureFlagsError } from '../../internal/feature-flags.error.js';
import { StoreUnavailableError } from '../../store/store.errors.js';
import { PostgresFailures } from '../connection/postgres-failures.js';
import { sqlStateOf } from '../connection/sql-state.js';

const NO_RIGHT = '42501';

/** Converts the error of a driver to that of a store. */
export function trimFailure(error: unknown, schema: string): FeatureFlagsError {
  const store = `postgres-store:${schema}`;
  if (sqlStateOf(error) !== NO_RIGHT) return new PostgresFailures(store, schema).of(error);
  return new StoreUnavailableError(
    store,
    `the role may not remove entries of its log: let the owner of the schema "${schema}" run the grants that ` +
      '"npx nestjs-feature-flags postgres sql" prints with --retention-role',
    { cause: error, isRefusal: true },
  );
}
