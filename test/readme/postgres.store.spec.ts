import { readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { flagStoreContract } from '../../lib/testing/flag-store.contract.js';
import { contractRunner } from '../support/contract-runner.js';
import { codeBlocks, readme } from './code-blocks.js';
import { PostgresStore, TABLES } from './postgres.store.js';

describe('The store of one’s own in the README', () => {
  it('is the one that is held to the contract here', () => {
    const file = readFileSync(new URL('postgres.store.ts', import.meta.url), 'utf8');
    const shown = codeBlocks(readme).filter(({ code }) => code.includes('implements FlagStore'));
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
    { lacks: ['close', 'leases', 'outage', 'sticky', 'time', 'watch'] },
  );
});
