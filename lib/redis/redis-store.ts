import type { FlagStore } from '../store/flag-store.js';
import { RedisFlagStore } from './redis-flag.store.js';
import type { RedisStoreOptions } from './redis-store.options.js';

/**
 * Keeps flags, segments, overrides, scheduled changes, sticky variants and the audit log in Redis (6.2 or later) or
 * Valkey, standalone or Cluster. Instances that share it hear of each other's changes at once. Nothing is connected
 * before the store is first used. Needs the package `redis`, 5 or 6.
 *
 * The server must not evict keys (`maxmemory-policy noeviction`). An ACL user needs the key pattern `~{PREFIX}:*`, the
 * channel `&{PREFIX}:changes`, both with the braces and with `\` before each of `*?[]\`, and the commands of
 * {@link REDIS_COMMANDS}.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option
 * @example redisStore({ url: process.env.REDIS_URL })
 * @example
 * // The application's own client: it listens to its errors, connects it before, and closes it after the store.
 * const client = createCluster({ rootNodes }).on('error', (error) => logger.error(error.message));
 * redisStore({ client: await client.connect(), prefix: 'shop' });
 */
export function redisStore(options: RedisStoreOptions): FlagStore {
  return new RedisFlagStore(options);
}
