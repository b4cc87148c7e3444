import { objectOption } from '../internal/options/object-option.js';
import type { PostgresDatabase, PostgresPool } from './postgres-database.js';

/** A pool of the application. A client has the same methods, but does only one thing at a time. */
export const poolOption = objectOption<PostgresPool>({
  what: 'a Pool of the package "pg"',
  methods: ['connect', 'on', 'removeListener'],
  isValid: ({ waitingCount, options }) => typeof waitingCount === 'number' && typeof options === 'object',
  rule: 'and the counts of a pool; a Client is not supported',
  remedy: 'Use new Pool(…) of the package "pg"; for another library, use the option "database"',
  remedyForString: 'For a URL, use the option "url"',
});

/** An adapter for another library, or anything else that can run a statement. */
export const databaseOption = objectOption<PostgresDatabase>({
  what: 'a database',
  methods: ['query'],
  optional: ['listen'],
  remedy: 'Use { query: (text, values) => … }, which resolves to { rows }',
  remedyForString: 'For a URL, use the option "url"',
});
