import type { PostgresNames } from '../postgres-names.js';
import { createVersions } from './create-schema.js';
import { migrationStatements } from './migration-statements.js';
import type { ResolvedSchemaOptions } from './postgres-schema.options.js';
import { dollarQuoted, quotedText } from './quoted-sql.js';
import { retentionGrants, runtimeGrants } from './schema-grants.js';
import type { SchemaMigration } from './schema-migration.js';

/**
 * One statement that makes the schema up to date, so that it is a transaction over any connection. An advisory lock lets
 * only one instance at a time do this: `IF NOT EXISTS` alone fails when several instances start at once.
 */
export function migrationBlock(
  names: PostgresNames,
  migrations: readonly SchemaMigration[],
  { role, retentionRole }: Pick<ResolvedSchemaOptions, 'role' | 'retentionRole'>,
): string {
  const lock = `hashtext('nestjs-feature-flags'), pg_catalog.hashtext(${quotedText(names.channel)})`;
  return `DO ${dollarQuoted(`
BEGIN
  PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.${lock});
  IF pg_catalog.to_regclass(${quotedText(names.migrations)}) IS NULL THEN
    ${createVersions(names)
      .map((statement) => `${statement};`)
      .join('\n    ')}
  END IF;
  ${migrations.map((migration) => unlessDone(names, migration)).join('\n  ')}
  ${[
    ...(role === undefined ? [] : runtimeGrants(names, migrations, role)),
    ...(retentionRole === undefined ? [] : retentionGrants(names, retentionRole)),
  ]
    .map((statement) => `${statement};`)
    .join('\n  ')}
END
`)}`;
}

function unlessDone(names: PostgresNames, migration: SchemaMigration): string {
  return [
    `IF NOT EXISTS (SELECT FROM ${names.migrations} WHERE version = ${migration.version}) THEN`,
    ...migrationStatements(names, migration).map((statement) => `${statement};`),
    'END IF;',
  ].join('\n');
}
