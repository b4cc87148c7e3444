import { afterEach } from '@jest/globals';
import { Pool, type PoolConfig } from 'pg';

/** Creates pools of an application, which are closed when their test is over. */
export function postgresPools(): (connectionString: string, options?: PoolConfig) => Pool {
  const open: Pool[] = [];
  afterEach(async () => {
    const pools = open.splice(0);
    for (const pool of pools) pool.on('error', () => {}); // the server may stop before the last goodbye has reached it
    await Promise.all(pools.map((pool) => pool.end()));
  });
  return (connectionString, options = {}) => {
    const pool = new Pool({ connectionString, ...options });
    open.push(pool);
    return pool;
  };
}
