import { readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { flagStoreContract } from '../../lib/testing/flag-store.contract.js';
import { contractRunner } from '../support/contract-runner.js';
import { codeBlocks } from './code-blocks.js';
import { page } from './pages.js';
import { PostgresStore, TABLES } from './postgres.store.js';

describe('The page on writing a store', () => {
  it('shows the Postgres store that is held to the contract here', () => {
    const file = readFileSync(new URL('postgres.store.ts', import.meta.url), 'utf8');
    const shown = codeBlocks(page('docs/guide/writing-a-store.md').text).filter(({ code }) =>
      code.includes('implements FlagStore'),
    );
    expect(shown.map(({ code }) => code)).toEqual([file]);
  });
});

describe('In Postgres itself', () => {
  let database: PGlite;
  beforeAll(async () => {
    database = await PGlite.create();
  });
  afterAll(() => database.close());

  flagStoreContract(
    contractRunner,
    'PostgresStore',
    async () => {
      await database.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
      for (const statement of TABLES) await database.exec(statement);
      return {
        store: new PostgresStore(database),
        another: () => new PostgresStore(database),
        reopen: () => new PostgresStore(database),
      };
    },
    { lacks: ['close', 'leases', 'outage', 'sticky', 'time', 'usage', 'watch'] },
  );
});
