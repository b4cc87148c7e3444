import { createClient, type ClientSettings } from '../connection/pg-client.js';
import type { Listen } from '../connection/postgres-connection.js';
import type { PostgresStoreOptions } from '../postgres-store.options.js';
import { adapterListening } from './adapter-listening.js';
import { clientListening } from './client-listening.js';
import { clientOfPool } from './listen-client.js';

/**
 * How the options of a store let it receive notifications; `undefined` if it is polled.
 *
 * @param timeout the timeout of connecting, in milliseconds
 */
export function listeningOf(options: PostgresStoreOptions, timeout: number): Listen | undefined {
  const { url, clientOptions, pool, database, listen } = options;
  if (listen === false) return undefined;
  if (listen !== undefined) return listeningTo({ url: listen, clientOptions, timeout });
  if (pool !== undefined) {
    return clientListening(() => clientOfPool(pool) ?? createClient({ clientOptions: pool.options, timeout }));
  }
  if (database === undefined) return listeningTo({ url, clientOptions, timeout });
  return database.listen && adapterListening(database.listen.bind(database));
}

function listeningTo(settings: ClientSettings): Listen {
  return clientListening(() => createClient(settings));
}
