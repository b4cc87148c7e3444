import type { PostgresConnection } from '../connection/postgres-connection.js';
import { AdapterSession, type AdapterListen } from './adapter-session.js';

/**
 * Listens through the adapter of an application, whose connection is not known.
 *
 * @param listen of the adapter
 * @param send of the connection for statements; sends heartbeats
 */
export function adapterListening(
  listen: AdapterListen,
  send: PostgresConnection['send'],
): NonNullable<PostgresConnection['listen']> {
  return async (options) => AdapterSession.open(listen, send, options);
}
