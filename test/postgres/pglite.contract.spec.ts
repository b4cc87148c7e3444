import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { PGlite } from '@electric-sql/pglite';
import { migratePostgres, PostgresStore, type PostgresDatabase } from '../../lib/postgres/index.js';
import { flagStoreContract } from '../../lib/testing/flag-store.contract.js';
import { contractRunner } from '../support/contract-runner.js';

describe('PostgresStore', () => {
  let pglite: PGlite;
  let database: PostgresDatabase;

  beforeAll(async () => {
    pglite = await PGlite.create();
    database = {
      query: (text, values) => pglite.query(text, values),
      listen: (channel, listener) => pglite.listen(`"${channel}"`, listener),
    };
  }, 60_000);

  afterAll(async () => {
    await pglite.close();
  });

  flagStoreContract(
    contractRunner,
    'with a Postgres inside the process',
    async () => {
      const schema = `flags_${randomUUID().replaceAll('-', '_')}`;
      await migratePostgres(database, { schema });
      const open = () => new PostgresStore({ database, schema });
      return { store: open(), another: open, reopen: open };
    },
    { lacks: ['outage'] },
  );
});
