import type { PostgresDatabase } from '../postgres-database.js';
import { applyMigrations } from './apply-migrations.js';
import { databaseArgument } from './database-argument.js';
import { readMigrationOptions, type PostgresSchemaOptions } from './postgres-schema.options.js';
import { SCHEMA_MIGRATIONS } from './schema-migrations.js';
import { withConnection } from './with-connection.js';

/**
 * Creates or upgrades the tables of {@link PostgresStore}, as a role that may create tables. Call it before the application
 * starts, such as in a deployment step. Several instances may call it at once: an advisory lock makes them take turns, and
 * those that find nothing to do change nothing. It is one transaction.
 *
 * @param database a `Pool` of the package `pg`, a URL, or an adapter for another library
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option
 * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when the server does not answer, or the role lacks a right
 * @throws {StoreFailedError} (`STORE_FAILED`) when the server rejects a statement for another reason
 * @example await migratePostgres(process.env.MIGRATION_URL, { role: 'shop' });
 */
export async function migratePostgres(
  database: PostgresDatabase | string,
  options: PostgresSchemaOptions = {},
): Promise<void> {
  const resolved = readMigrationOptions(options);
  const given = databaseArgument(database, 'The database of migratePostgres');
  await withConnection(given, (connection) => applyMigrations(connection, SCHEMA_MIGRATIONS, resolved));
}
