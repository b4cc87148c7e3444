import type { Listen } from '../connection/postgres-connection.js';
import { ClientSession } from './client-session.js';
import type { ListenClient } from './listen-client.js';

/**
 * Listens over clients of the package `pg`.
 *
 * @param create makes a client that is not connected yet, for one session
 */
export function clientListening(create: () => ListenClient | Promise<ListenClient>): Listen {
  return async (options) => ClientSession.open(await create(), options);
}
