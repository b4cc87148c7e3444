import type { PostgresStoreOptions } from '../postgres-store.options.js';
import { AppPoolConnection } from './app-pool-connection.js';
import { DatabaseConnection } from './database-connection.js';
import { OwnPoolConnection } from './own-pool-connection.js';
import type { PostgresConnection } from './postgres-connection.js';

/**
 * The path of statements that the options of a store describe. Nothing is connected yet.
 *
 * @param timeout the timeout of connecting, in milliseconds
 */
export function openConnection(options: PostgresStoreOptions, timeout: number): PostgresConnection {
  const { url, clientOptions, pool, database } = options;
  if (database !== undefined) return new DatabaseConnection(database);
  return pool === undefined ? new OwnPoolConnection({ url, clientOptions, timeout }) : new AppPoolConnection(pool);
}
