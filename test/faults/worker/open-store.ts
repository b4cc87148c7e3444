import { RedisStore } from '../../../dist/redis/index.js';
import type { StoreAddress } from '../stores/store-address.js';
import { STORE_NAME } from './instance-options.js';

/** The timeout of every store. */
const TIMEOUT = '1s';

/** The store at this address. */
export function openStore({ port, prefix }: StoreAddress) {
  return new RedisStore({ url: `redis://127.0.0.1:${port}`, prefix, timeout: TIMEOUT, name: STORE_NAME });
}
