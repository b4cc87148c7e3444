import { afterEach } from '@jest/globals';
import type { PostgresConnection } from '../../../lib/postgres/connection/postgres-connection.js';
import { PostgresFailures } from '../../../lib/postgres/connection/postgres-failures.js';
import { PostgresStatements } from '../../../lib/postgres/connection/postgres-statements.js';
import type { Row, Statement } from '../../../lib/postgres/connection/statement.js';

const failures = new PostgresFailures('postgres', 'shop');

/** Runs statements as a store does, and closes its connections when the test is over. */
export function postgresStatements(): (connection: PostgresConnection, timeout?: number) => PostgresStatements {
  const open: PostgresConnection[] = [];
  afterEach(() => {
    for (const connection of open.splice(0)) connection.close(failures.unavailable('it is closed'));
  });
  return (connection, timeout = 2000) => {
    open.push(connection);
    return new PostgresStatements({ connection, failures, timeout });
  };
}

export function statement(text: string, ...values: readonly unknown[]): Statement {
  return { text, values };
}

/** The process of the server that runs the statements. */
export const backendStatement = statement('SELECT pg_backend_pid()::float8 AS pid');

export function pidIn([row]: readonly Row[]): number {
  return Number(row?.['pid']);
}
