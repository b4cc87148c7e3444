import { Pool } from 'pg';
import type { FlagStore } from '../../../dist/core.js';
import { PostgresStore } from '../../../dist/postgres/index.js';
import { RedisStore } from '../../../dist/redis/index.js';
import { databaseUrl, type PostgresStoreAddress, type StoreAddress } from '../stores/store-address.js';
import { STORE_NAME } from './instance-options.js';

/** The options of every store. */
const COMMON = { timeout: '1s', name: STORE_NAME } as const;

/** The store at this address. */
export function openStore(address: StoreAddress): FlagStore {
  if (address.kind === 'postgres') return openPostgres(address);
  const { port, prefix } = address;
  return new RedisStore({ ...COMMON, url: `redis://127.0.0.1:${port}`, prefix });
}

function openPostgres(address: PostgresStoreAddress): FlagStore {
  const { port, schema, listen, poolSize } = address;
  const url = databaseUrl(address, port);
  const listenAt = typeof listen === 'number' ? databaseUrl(address, listen) : listen;
  const settings = { ...COMMON, schema, listen: listenAt };
  if (poolSize === undefined) return new PostgresStore({ ...settings, url });
  const pool = new Pool({ connectionString: url, max: poolSize });
  pool.on('error', () => {}); // reported by the call that fails
  return new PostgresStore({ ...settings, pool });
}
