import { postgres } from './postgres-flag-server.js';

/** The isolation levels that a database can have by default. */
export const ISOLATION_LEVELS = ['read committed', 'repeatable read', 'serializable'] as const;

/** A Postgres whose database has another isolation level by default. */
export function isolated(level: (typeof ISOLATION_LEVELS)[number]) {
  return postgres({ default_transaction_isolation: level }, `Postgres (${level})`);
}

/** A Postgres that confirms commits before they are on its disk, unless a statement demands otherwise. */
export const asynchronous = postgres({ synchronous_commit: 'off' }, 'Postgres (synchronous_commit off)');

/** A Postgres that plans every statement without knowing its parameters, as for drivers that name their statements. */
export const genericPlans = postgres({ plan_cache_mode: 'force_generic_plan' }, 'Postgres (generic plans)');
