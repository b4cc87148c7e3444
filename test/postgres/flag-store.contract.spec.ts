import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { migratePostgres, PostgresStore, type PostgresStoreOptions } from '../../lib/postgres/index.js';
import { flagStoreContract } from '../../lib/testing/flag-store.contract.js';
import { contractRunner } from '../support/contract-runner.js';
import { describeWithPostgres } from '../support/postgres/describe-with-postgres.js';

const TIMEOUT = '300ms'; // so that a server that hangs is noticed while the contract waits

describeWithPostgres('PostgresStore', (running) => {
  /** Opens stores that share one new schema, and its pool. */
  const subject = (optionsOf: (pool: Pool) => PostgresStoreOptions) => async () => {
    const pool = new Pool({ connectionString: running().url() });
    pool.on('error', () => {}); // handled by the application
    const schema = `flags_${randomUUID()}`;
    await migratePostgres(pool, { schema });
    const open = () => new PostgresStore({ ...optionsOf(pool), schema, timeout: TIMEOUT });
    return {
      store: open(),
      another: open,
      reopen: open,
      break: () => running().pause(),
      repair: () => running().resume(),
      close: () => pool.end(),
    };
  };

  flagStoreContract(
    contractRunner,
    'with connections of its own',
    subject(() => ({ url: running().url() })),
  );

  flagStoreContract(
    contractRunner,
    'with a pool of the application',
    subject((pool) => ({ pool })),
  );

  flagStoreContract(
    contractRunner,
    'with a function that runs statements, without notifications',
    subject((pool) => ({ database: { query: (text, values) => pool.query(text, values) }, listen: false })),
    { lacks: ['watch'] },
  );
});
