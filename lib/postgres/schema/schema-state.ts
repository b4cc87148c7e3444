import type { Row, Statement } from '../connection/statement.js';
import type { PostgresNames } from '../postgres-names.js';
import type { TableGrant } from './schema-migration.js';

/** A schema, its database, and the rights of the role that asks. */
export interface SchemaState {
  readonly encoding: string;
  /** Whether the server is a replica, which accepts no writes and sends no notifications. */
  readonly isReplica: boolean;
  readonly role: string;
  readonly exists: boolean;
  /** Whether the role may use what the schema contains. */
  readonly mayUse: boolean;
  /** Whether the role may remove old entries of the log; `undefined` if the function for that does not exist. */
  readonly mayTrim: boolean | undefined;
  /** The needed tables that do not exist. */
  readonly missingTables: readonly string[];
  /** The needed rights that the role lacks. */
  readonly lacking: readonly TableGrant[];
}

/**
 * Reads the catalogs, which every role may read: a question to a table of the schema would fail at the first thing that
 * is missing. Tables are looked up by name, because `to_regclass` fails without the right to use the schema.
 */
export function schemaStateStatement({ channel: schema }: PostgresNames, needed: readonly TableGrant[]): Statement {
  const rights = needed.flatMap((grant) => grant.rights.map((right) => ({ table: grant.table, right })));
  return {
    text: `
SELECT wanted.table_name, wanted.table_right, tables.oid IS NOT NULL AS is_there,
    CASE wanted.privilege
      WHEN 'DELETE' THEN has_table_privilege(tables.oid, wanted.privilege)
      ELSE has_any_column_privilege(tables.oid, wanted.privilege)
    END AS is_granted,
    schemas.oid IS NOT NULL AS has_schema, has_schema_privilege(schemas.oid, 'USAGE') AS may_use,
    has_function_privilege(functions.oid, 'EXECUTE') AS may_trim,
    current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS is_replica, current_user::text AS role
  FROM unnest($2::text[], $3::text[], $4::text[]) AS wanted(table_name, table_right, privilege)
  LEFT JOIN pg_catalog.pg_namespace AS schemas ON schemas.nspname = $1::text
  LEFT JOIN pg_catalog.pg_class AS tables
    ON tables.relnamespace = schemas.oid AND tables.relname = wanted.table_name
  LEFT JOIN pg_catalog.pg_proc AS functions
    ON functions.pronamespace = schemas.oid AND functions.proname = 'trim_log' AND functions.pronargs = 2`,
    values: [
      schema,
      rights.map(({ table }) => table),
      rights.map(({ right }) => right),
      rights.map(({ right }) => right.replace(/ \(.*$/, '')), // without its columns
    ],
  };
}

/** @param rows the rows of {@link schemaStateStatement}, one for each right */
export function readSchemaState(rows: readonly Row[], needed: readonly TableGrant[]): SchemaState {
  const [first = {}] = rows;
  const missing = new Set(rows.filter((row) => row['is_there'] === false).map((row) => row['table_name']));
  const lacking = rows.filter((row) => row['is_granted'] === false);
  const isLacking = (table: string, right: string) =>
    lacking.some((row) => row['table_name'] === table && row['table_right'] === right);
  return {
    encoding: String(first['encoding']),
    isReplica: first['is_replica'] === true,
    role: String(first['role']),
    exists: first['has_schema'] === true,
    mayUse: first['may_use'] === true,
    mayTrim: typeof first['may_trim'] === 'boolean' ? first['may_trim'] : undefined,
    missingTables: needed.map(({ table }) => table).filter((table) => missing.has(table)),
    lacking: needed
      .map(({ table, rights }) => ({ table, rights: rights.filter((right) => isLacking(table, right)) }))
      .filter(({ rights }) => rights.length > 0),
  };
}
