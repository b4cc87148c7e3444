import { randomUUID } from 'node:crypto';
import { migratePostgres, PostgresStore, type PostgresStoreSettings } from '../../lib/postgres/index.js';
import { flagStoreContract } from '../../lib/testing/flag-store.contract.js';
import { contractRunner } from '../support/contract-runner.js';
import { describeWithPgBouncer } from '../support/postgres/describe-with-postgres.js';

const TIMEOUT = '300ms'; // so that a server that hangs is noticed while the contract waits

describeWithPgBouncer('PostgresStore behind pgbouncer in transaction mode', (running, pooler) => {
  /** Opens stores that share one new schema. */
  const subject = (settings: () => PostgresStoreSettings) => async () => {
    const schema = `flags_${randomUUID()}`;
    await migratePostgres(running().url(), { schema });
    const url = running().url({ port: pooler().port });
    const open = () => new PostgresStore({ url, schema, timeout: TIMEOUT, ...settings() });
    return {
      store: open(),
      another: open,
      reopen: open,
      break: () => running().pause(),
      repair: () => running().resume(),
    };
  };

  flagStoreContract(
    contractRunner,
    'with a direct connection that listens',
    subject(() => ({ listen: running().url() })),
  );

  flagStoreContract(
    contractRunner,
    'with polling',
    subject(() => ({ listen: false })),
    { lacks: ['watch'] },
  );
});
