/**
 * The store in Redis.
 *
 * @module nestjs-feature-flags/redis
 */
export type { RedisClient, RedisCluster } from './redis-client.js';
export { REDIS_COMMANDS } from './redis-rights.js';
export { RedisStore } from './redis.store.js';
export type {
  RedisStoreClient,
  RedisStoreOptions,
  RedisStoreServer,
  RedisStoreSettings,
} from './redis-store.options.js';
