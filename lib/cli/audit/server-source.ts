import { AuditLog } from '../../manager/audit/audit-log.js';
import type { ServerStore } from '../server-store.js';
import type { AuditSource } from './audit-source.js';

/**
 * Reads the audit log of a store on a server, and changes nothing there.
 *
 * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when the server cannot be reached
 */
export async function serverSource(store: ServerStore): Promise<AuditSource> {
  const { position } = await store.read(); // first: the log only grows
  return { lines: new AuditLog((query) => store.query(query)).lines(), head: position };
}
