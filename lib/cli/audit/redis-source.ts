import { AuditLog } from '../../manager/audit/audit-log.js';
import { RedisStore } from '../../redis/redis.store.js';
import type { AuditSource } from './audit-source.js';

/**
 * Reads the audit log of a `RedisStore`, and changes nothing there.
 *
 * @param read called with the log while the connection is open
 * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when Redis cannot be reached
 */
export async function withRedisSource<T>(
  options: { readonly url: string; readonly prefix: string },
  read: (source: AuditSource) => Promise<T>,
): Promise<T> {
  const store = new RedisStore(options);
  try {
    const { position } = await store.read(); // first: the log only grows
    const lines = new AuditLog((query) => store.query(query)).lines();
    return await read({ lines, head: position });
  } finally {
    store.close();
  }
}
