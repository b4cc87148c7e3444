import { quotedName, type PostgresNames } from '../postgres-names.js';
import { dollarQuoted, quotedText } from './quoted-sql.js';
import type { SchemaMigration, TableGrant } from './schema-migration.js';

/** The right that a role needs to use anything in the schema. */
export function usageGrant({ schema }: PostgresNames, role: string): string {
  return `GRANT USAGE ON SCHEMA ${schema} TO ${quotedName(role)}`;
}

/** The right to remove the oldest entries of the log. */
export function trimGrant({ trimLog }: PostgresNames, role: string): string {
  return `GRANT EXECUTE ON FUNCTION ${trimLog}(interval, integer) TO ${quotedName(role)}`;
}

export function tableGrant({ schema }: PostgresNames, { table, rights }: TableGrant, role: string): string {
  return `GRANT ${rights.join(', ')} ON ${schema}.${quotedName(table)} TO ${quotedName(role)}`;
}

/** All rights of the role that the application uses. The log is append-only for this role. */
export function runtimeGrants(
  names: PostgresNames,
  migrations: readonly SchemaMigration[],
  role: string,
): readonly string[] {
  return [
    usageGrant(names, role),
    revokeLog(names, role),
    ...migrations.flatMap(({ grants }) => grants.map((grant) => tableGrant(names, grant, role))),
  ];
}

/**
 * Revokes what default privileges of the database may allow on the log. A role that owns the log keeps its rights, without
 * which the function that removes old entries would fail.
 */
function revokeLog({ log }: PostgresNames, role: string): string {
  const owner = `(SELECT relowner FROM pg_catalog.pg_class WHERE oid = ${quotedText(log)}::pg_catalog.regclass)`;
  return `DO ${dollarQuoted(`
BEGIN
  IF NOT pg_catalog.pg_has_role(${quotedText(role)}, ${owner}, 'USAGE') THEN
    REVOKE ALL ON ${log} FROM PUBLIC, ${quotedName(role)};
  END IF;
END
`)}`;
}

/** All rights of a role that removes old entries of the log. It can neither read the log nor remove other entries. */
export function retentionGrants(names: PostgresNames, role: string): readonly string[] {
  return [usageGrant(names, role), trimGrant(names, role)];
}
