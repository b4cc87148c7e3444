/**
 * The store in Postgres.
 *
 * @module nestjs-feature-flags/postgres
 */
export type { PostgresClientOptions } from './postgres-client-options.js';
export type { PostgresDatabase, PostgresPool } from './postgres-database.js';
export { PostgresStore } from './postgres.store.js';
export type {
  PostgresStoreDatabase,
  PostgresStoreOptions,
  PostgresStorePool,
  PostgresStoreServer,
  PostgresStoreSettings,
} from './postgres-store.options.js';
export { migratePostgres } from './schema/migrate-postgres.js';
export type { PostgresSchemaOptions, PostgresSqlOptions } from './schema/postgres-schema.options.js';
export { postgresSql } from './schema/postgres-sql.js';
export { trimPostgresLog, type PostgresTrimOptions } from './schema/trim-postgres-log.js';
