import { afterEach } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { redisStore, type RedisStoreOptions } from '../../../lib/redis/index.js';
import { RedisKeys } from '../../../lib/redis/redis-keys.js';
import type { FlagStore } from '../../../lib/store/flag-store.js';

/** What every store of Redis has. */
export type RedisStore = Required<FlagStore>;

/** Opens stores that are closed when their test is over. */
export function redisStores(): (options: RedisStoreOptions) => RedisStore {
  const open: FlagStore[] = [];
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close?.();
  });
  return (options) => {
    const store = redisStore(options);
    open.push(store);
    return store as RedisStore;
  };
}

/** Keys that no other test has. */
export function freshKeys(): RedisKeys {
  return new RedisKeys(`shop-${randomUUID()}`);
}
