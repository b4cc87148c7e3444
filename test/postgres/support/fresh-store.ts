import { randomUUID } from 'node:crypto';
import { afterEach } from '@jest/globals';
import { Pool } from 'pg';
import { migratePostgres, PostgresStore, type PostgresStoreSettings } from '../../../lib/postgres/index.js';
import { PostgresNames } from '../../../lib/postgres/postgres-names.js';
import type { PostgresServer } from '../../support/postgres-server.js';

/** A store with empty tables in a schema of its own, which is polled. */
export interface FreshStore {
  readonly store: PostgresStore;
  /** The pool of the stores. */
  readonly pool: Pool;
  readonly names: PostgresNames;
  /** Opens another store with the same tables and a pool of its own. */
  readonly another: (settings?: PostgresStoreSettings) => PostgresStore;
}

export interface FreshStoreOptions extends PostgresStoreSettings {
  /** The name of the database. @default 'postgres' */
  readonly database?: string;
}

/** Opens stores that are closed when their test is over. */
export function freshStores(running: () => PostgresServer): (options?: FreshStoreOptions) => Promise<FreshStore> {
  const stores: PostgresStore[] = [];
  const pools: Pool[] = [];
  afterEach(async () => {
    for (const store of stores.splice(0)) store.close();
    await Promise.all(pools.splice(0).map((pool) => pool.end()));
  });

  const poolOf = (database = 'postgres') => {
    const pool = new Pool({ connectionString: running().url({ database }) });
    pool.on('error', () => {}); // of a connection that breaks after its store was closed
    pools.push(pool);
    return pool;
  };

  return async ({ database, ...settings } = {}) => {
    const schema = `shop_${randomUUID()}`;
    await migratePostgres(running().url({ database: database ?? 'postgres' }), { schema });
    const open = (pool: Pool, more: PostgresStoreSettings = {}) => {
      const store = new PostgresStore({ pool, schema, listen: false, ...settings, ...more });
      stores.push(store);
      return store;
    };
    const pool = poolOf(database);
    return {
      store: open(pool),
      pool,
      names: new PostgresNames(schema),
      another: (more) => open(poolOf(database), more),
    };
  };
}

/** Creates a database whose sessions have these settings, and returns its name. */
export async function databaseWith(
  server: PostgresServer,
  settings: Readonly<Record<string, string>>,
): Promise<string> {
  const database = await server.createDatabase();
  for (const [name, value] of Object.entries(settings)) {
    await server.query(`ALTER DATABASE "${database}" SET ${name} = ${value}`);
  }
  return database;
}
