import type { Listen } from '../connection/postgres-connection.js';
import { AdapterSession, type AdapterListen } from './adapter-session.js';

/** Listens through the adapter of an application, whose connection is not known. */
export function adapterListening(listen: AdapterListen): Listen {
  return async (options) => AdapterSession.open(listen, options);
}
