import { randomUUID } from 'node:crypto';
import { migratePostgres, PostgresStore } from '../../../lib/postgres/index.js';
import { flagStoreContract } from '../../../lib/testing/flag-store.contract.js';
import { contractRunner } from '../../support/contract-runner.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import { libraries, type ConnectedLibrary } from './support/adapters.js';

describeWithPostgres('PostgresStore over', (running) => {
  for (const { title, connect, listens } of libraries) {
    flagStoreContract(contractRunner, title, async () => {
      const schema = `shop_${randomUUID()}`;
      const url = running().url();
      await migratePostgres(url, { schema });
      const library = await connect(url);
      const listening = listens === true || library.pool !== undefined ? {} : { listen: url };
      const open = () => new PostgresStore({ ...accessOf(library), ...listening, schema, timeout: '600ms' });
      return {
        store: open(),
        another: open,
        reopen: open,
        break: () => running().pause(),
        repair: () => running().resume(),
        close: async () => void (await library.close()),
      };
    });
  }
});

/** What the page on adapters says to pass to the store. */
function accessOf({ pool, database }: ConnectedLibrary) {
  return pool === undefined ? { database } : { pool };
}
