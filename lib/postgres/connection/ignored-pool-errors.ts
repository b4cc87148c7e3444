import type { PostgresPool } from '../postgres-database.js';

/** How many users ignore the errors of a pool. */
const users = new WeakMap<PostgresPool, number>();

/**
 * Ignores the errors of idle clients of a pool. All users share one listener, because Node warns about a leak when there are
 * more than ten.
 *
 * @returns a function that no longer ignores them; call it once
 */
export function ignorePoolErrors(pool: PostgresPool): () => void {
  const others = users.get(pool) ?? 0;
  if (others === 0) pool.on('error', ignoreError);
  users.set(pool, others + 1);
  return () => {
    const left = (users.get(pool) ?? 1) - 1;
    users.set(pool, left);
    if (left === 0) pool.removeListener('error', ignoreError);
  };
}

const ignoreError = () => {};
