import { randomUUID } from 'node:crypto';
import { afterEach } from '@jest/globals';
import { RedisStore, type RedisStoreOptions } from '../../../lib/redis/index.js';
import { RedisKeys } from '../../../lib/redis/redis-keys.js';
import { START, type FlagStore, type StorePosition } from '../../../lib/store/flag-store.js';
import { overrideSet } from '../../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../../lib/testing/store-writer.js';

/** What every store in Redis can do, as a {@link FlagStore} says it. */
export type OpenRedisStore = Required<Omit<FlagStore, 'isLocal' | 'storedEntries'>>;

/** Opens stores that are closed when their test is over. */
export function redisStores(): (options: RedisStoreOptions) => OpenRedisStore {
  const open: OpenRedisStore[] = [];
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
  });
  return (options) => {
    const store = new RedisStore(options);
    open.push(store);
    return store;
  };
}

/** Adds the first entry of a store, which is announced without the entry: all stores begin alike. */
export async function begun(store: FlagStore): Promise<StorePosition> {
  const [first] = entriesAfter(START, [overrideSet('first')]);
  if (first === undefined || !(await store.append([first], START))) throw new Error('The store has begun already.');
  return first;
}

/** Keys that no other test has. */
export function freshKeys(): RedisKeys {
  return new RedisKeys(`shop-${randomUUID()}`);
}
