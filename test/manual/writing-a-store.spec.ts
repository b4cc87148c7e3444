import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { FlagManager } from '../../lib/index.js';
import { START } from '../../lib/store/flag-store.js';
import { flagStoreContract } from '../../lib/testing/flag-store.contract.js';
import { overrideSet } from '../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../lib/testing/store-writer.js';
import { contractRunner } from '../support/contract-runner.js';
import { describeIf } from '../support/describe-with-server.js';
import { PostgresServer, postgresFolder } from '../support/postgres-server.js';
import { TABLES, TableStore, type Database } from './recipes/writing-a-store/table.store.js';

const lacks = ['close', 'leases', 'outage', 'sticky', 'time', 'usage', 'watch'] as const;

async function createTables(database: Database): Promise<void> {
  await database.query('DROP SCHEMA public CASCADE');
  await database.query('CREATE SCHEMA public');
  for (const statement of TABLES) await database.query(statement);
}

function storesIn(database: Database) {
  const another = () => new TableStore(database);
  return { store: another(), another, reopen: another };
}

describe('In PGlite', () => {
  let database: PGlite;
  beforeAll(async () => {
    database = await PGlite.create();
  });
  afterAll(() => database.close());

  flagStoreContract(
    contractRunner,
    'TableStore',
    async () => {
      await createTables(database);
      return storesIn(database);
    },
    { lacks },
  );
});

const folder = postgresFolder();

describeIf(folder !== undefined, 'PostgreSQL', 'In PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start(folder ?? '');
  }, 60_000);
  afterAll(() => server.stop());

  describe.each(['read committed', 'repeatable read', 'serializable'])('whose default isolation is %s', (isolation) => {
    let pool: Pool;
    beforeAll(async () => {
      await server.pool().query(`ALTER ROLE shop SET default_transaction_isolation = '${isolation}'`);
      pool = server.pool(); // its connections begin with the new setting
    });

    flagStoreContract(
      contractRunner,
      'TableStore',
      async () => {
        await createTables(pool);
        return storesIn(pool);
      },
      { lacks },
    );

    it('one of many writers wins, and the others are told that they were too late', async () => {
      await createTables(pool);
      const attempts = Array.from({ length: 10 }, (_, i) => entriesAfter(START, [overrideSet(`flag_${i}`)]));
      const results = await Promise.all(attempts.map((entries) => new TableStore(pool).append(entries, START)));
      expect(results.filter((isStored) => isStored)).toStrictEqual([true]);
      const [winner] = attempts[results.indexOf(true)] ?? [];
      const { position, documents } = await new TableStore(pool).read();
      expect(position).toStrictEqual({ version: 1, id: winner?.id });
      expect(documents).toMatchObject([{ kind: 'override', id: winner?.key }]);
    });
  });

  it('stores an override for the longest id that a user can have', async () => {
    const pool = server.pool();
    await createTables(pool);
    const unit = Array.from({ length: 1024 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000))).join('');
    const flags = await FlagManager.create({ initialFlags: { sale: true }, store: new TableStore(pool) });
    await flags.disable('sale', { unit });
    expect(flags.isEnabled('sale', { userId: unit })).toBe(false);
    await flags.close();
  });
});
