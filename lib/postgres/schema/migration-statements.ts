import type { PostgresNames } from '../postgres-names.js';
import type { SchemaMigration } from './schema-migration.js';

/** The statements of a migration, and the one that records it. */
export function migrationStatements(names: PostgresNames, migration: SchemaMigration): readonly string[] {
  const { version, isBreaking, statements } = migration;
  return [
    ...statements(names),
    `INSERT INTO ${names.migrations} (version, is_breaking) VALUES (${version}, ${isBreaking}) ON CONFLICT DO NOTHING`,
  ];
}
