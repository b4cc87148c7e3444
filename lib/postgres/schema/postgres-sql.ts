import { PostgresNames } from '../postgres-names.js';
import { migrationStatements } from './migration-statements.js';
import { readSqlOptions, type PostgresSqlOptions } from './postgres-schema.options.js';
import { retentionGrants, runtimeGrants } from './schema-grants.js';
import { SCHEMA_MIGRATIONS } from './schema-migrations.js';

/**
 * Returns the SQL that creates or upgrades the tables of {@link PostgresStore}, for a migration of your own tool. Run it in
 * one transaction; running it again changes nothing. In a migration that is kept in code, pass `to` as well, so that the
 * migration does not change with the next release of this package.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option
 * @example postgresSql({ from: 1, to: 1, role: 'shop' })
 */
export function postgresSql(given: PostgresSqlOptions = {}): string {
  const { schema, from, to, role, retentionRole } = readSqlOptions(given);
  const names = new PostgresNames(schema);
  const present = SCHEMA_MIGRATIONS.filter(({ version }) => version <= to);
  return [
    ...present
      .filter(({ version }) => version >= from)
      .map((migration) =>
        section(
          `Version ${migration.version} of the tables of nestjs-feature-flags`,
          migrationStatements(names, migration),
        ),
      ),
    ...(role === undefined ? [] : [section('The rights of the application', runtimeGrants(names, present, role))]),
    ...(retentionRole === undefined
      ? []
      : [section('The right to remove the oldest entries of the log', retentionGrants(names, retentionRole))]),
  ].join('\n');
}

function section(title: string, statements: readonly string[]): string {
  return [`-- ${title}`, ...statements.map((statement) => `${statement};`)].join('\n') + '\n';
}
