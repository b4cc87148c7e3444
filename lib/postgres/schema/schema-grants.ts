import { quotedName, type PostgresNames } from '../postgres-names.js';
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

/**
 * All rights of the role that the application uses. It may read and extend the log. What default privileges of the
 * database allow beyond that is revoked, so that the log is append-only for this role.
 */
export function runtimeGrants(
  names: PostgresNames,
  migrations: readonly SchemaMigration[],
  role: string,
): readonly string[] {
  return [
    usageGrant(names, role),
    `REVOKE ALL ON ${names.log} FROM ${quotedName(role)}`,
    ...migrations.flatMap(({ grants }) => grants.map((grant) => tableGrant(names, grant, role))),
  ];
}

/** All rights of a role that removes old entries of the log. It can neither read the log nor remove other entries. */
export function retentionGrants(names: PostgresNames, role: string): readonly string[] {
  return [usageGrant(names, role), trimGrant(names, role)];
}
