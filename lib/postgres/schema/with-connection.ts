import { DatabaseConnection } from '../connection/database-connection.js';
import { OwnPoolConnection } from '../connection/own-pool-connection.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import type { PostgresDatabase } from '../postgres-database.js';

/** The timeout of connecting, in milliseconds. */
const CONNECT_MS = 10_000;

/**
 * Opens the database that a function was given, and closes it afterwards if it was given as a URL.
 *
 * @param use runs statements; see {@link PostgresConnection}
 */
export async function withConnection<T>(
  database: PostgresDatabase | string,
  use: (connection: PostgresConnection) => Promise<T>,
): Promise<T> {
  const connection =
    typeof database === 'string'
      ? new OwnPoolConnection({ url: database, timeout: CONNECT_MS })
      : new DatabaseConnection(database);
  try {
    return await use(connection);
  } finally {
    connection.close(new Error('it is closed'));
  }
}
