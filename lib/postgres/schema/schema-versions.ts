import type { Row, Statement } from '../connection/statement.js';
import type { PostgresNames } from '../postgres-names.js';
import type { SchemaMigration } from './schema-migration.js';

/** A version of the schema that the database has. */
export type SchemaVersion = Pick<SchemaMigration, 'version' | 'isBreaking'>;

export function versionsStatement({ migrations }: PostgresNames): Statement {
  return { text: `SELECT version::float8 AS version, is_breaking FROM ${migrations} ORDER BY version`, values: [] };
}

export function readVersions(rows: readonly Row[]): readonly SchemaVersion[] {
  return rows.map((row) => ({ version: Number(row['version']), isBreaking: row['is_breaking'] === true }));
}
