import { randomUUID } from 'node:crypto';
import { migratePostgres, PostgresStore } from '../../../lib/postgres/index.js';
import { flagStoreContract } from '../../../lib/testing/flag-store.contract.js';
import { contractRunner } from '../../support/contract-runner.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import { accessOf, libraries } from './support/adapters.js';

describeWithPostgres('PostgresStore over', (running) => {
  for (const { title, connect } of libraries) {
    flagStoreContract(contractRunner, title, async () => {
      const schema = `shop_${randomUUID()}`;
      const url = running().url();
      await migratePostgres(url, { schema });
      const library = await connect(url);
      const open = () => new PostgresStore({ ...accessOf(library, url), schema, timeout: '1s' });
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
