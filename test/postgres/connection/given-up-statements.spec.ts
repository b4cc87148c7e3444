import { expect, it } from '@jest/globals';
import { migratePostgres, PostgresStore, type PostgresStoreOptions } from '../../../lib/postgres/index.js';
import { eventually } from '../../support/eventually.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import { freshSchema } from '../schema/support/fresh-schema.js';
import { postgresPools } from '../support/pools.js';
import { postgresStores } from '../support/stores.js';

const CALLS = 4;

describeWithPostgres('A statement of PostgresStore that was given up', (running) => {
  const open = postgresStores();
  const connect = postgresPools();

  const ways: readonly (readonly [title: string, options: () => PostgresStoreOptions])[] = [
    ['connections of the store', () => ({ url: running().url() })],
    ['a pool of the application', () => ({ pool: connect(running().url()) })],
  ];

  it.each(ways)('no longer waits for a lock on the server, over %s', async (_, optionsOf) => {
    const schema = freshSchema();
    await migratePostgres(running().url(), { schema });
    const store: PostgresStore = open({ ...optionsOf(), schema, listen: false, timeout: '200ms' });
    await store.read();
    const client = await connect(running().url()).connect();
    try {
      await client.query(`BEGIN; LOCK TABLE ${schema}.sticky IN ACCESS EXCLUSIVE MODE`);
      for (let call = 0; call < CALLS; call++) {
        await expect(store.readSticky(['userId:ada'])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      }
      await eventually(async () => {
        const text = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1";
        expect(await running().query(text, [`%${schema}%`])).toHaveLength(0);
      });
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
    await eventually(() => store.readSticky(['userId:ada']));
  });
});
