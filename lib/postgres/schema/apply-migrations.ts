import { LONGEST_TIMER } from '../../internal/longest-timer.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { sqlStateOf } from '../connection/sql-state.js';
import { PostgresNames } from '../postgres-names.js';
import { migrationBlock } from './migration-block.js';
import { migrationFailure } from './migration-failure.js';
import type { ResolvedSchemaOptions } from './postgres-schema.options.js';
import type { SchemaMigration } from './schema-migration.js';

const ATTEMPTS = 3;

/**
 * The errors of a transaction that began before another instance committed the migration, at an isolation level at which it
 * does not see what that one has created.
 */
const OVERTAKEN = new Set(['23505', '40001', '40P01', '42701', '42710', '42723', '42P06', '42P07']);

/** Applies the migrations that a schema does not have yet, and grants the rights, in one transaction. */
export async function applyMigrations(
  connection: PostgresConnection,
  migrations: readonly SchemaMigration[],
  { schema, ...roles }: ResolvedSchemaOptions,
): Promise<void> {
  const text = migrationBlock(new PostgresNames(schema), migrations, roles);
  for (let attempt = 1; ; attempt++) {
    try {
      await connection.send({ text, values: [] }, LONGEST_TIMER);
      return;
    } catch (error) {
      const isOvertaken = OVERTAKEN.has(sqlStateOf(error) ?? '');
      if (!isOvertaken || attempt === ATTEMPTS) throw migrationFailure(error, schema);
    }
  }
}
