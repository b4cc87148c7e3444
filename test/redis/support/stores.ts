import { afterEach } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { redisStore, type RedisStoreOptions } from '../../../lib/redis/index.js';
import { RedisKeys } from '../../../lib/redis/redis-keys.js';
import { START, type FlagStore, type StorePosition } from '../../../lib/store/flag-store.js';
import { overrideSet } from '../../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../../lib/testing/store-writer.js';

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

/** Adds the first entry of a store, which nobody is told of with the entry: all stores begin alike. */
export async function begun(store: FlagStore): Promise<StorePosition> {
  const [first] = entriesAfter(START, [overrideSet('first')]);
  if (first === undefined || !(await store.append([first], START))) throw new Error('The store has begun already.');
  return first;
}

/** Keys that no other test has. */
export function freshKeys(): RedisKeys {
  return new RedisKeys(`shop-${randomUUID()}`);
}
