import type { PostgresNames } from '../postgres-names.js';
import { dollarQuoted, quotedText } from './quoted-sql.js';

/**
 * Creates the schema if it does not exist. `CREATE SCHEMA IF NOT EXISTS` needs the right to create schemas even where
 * there is nothing to create, because an administrator has created the schema before.
 */
function createSchema({ schema }: PostgresNames): string {
  return `DO ${dollarQuoted(`
BEGIN
  IF pg_catalog.to_regnamespace(${quotedText(schema)}) IS NULL THEN
    CREATE SCHEMA ${schema};
  END IF;
END
`)}`;
}

/** Creates the schema, and the table that lists its versions, unless they exist. */
export function createVersions(names: PostgresNames): readonly string[] {
  return [
    createSchema(names),
    `CREATE TABLE IF NOT EXISTS ${names.migrations} (
  version integer PRIMARY KEY,
  is_breaking boolean NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
)`,
  ];
}
