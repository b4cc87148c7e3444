import { describe, it } from '@jest/globals';
import { Client, Pool, type ClientConfig } from 'pg';
import { expectTypeOf } from 'expect-type';
import { PostgresStore, type PostgresDatabase, type PostgresStoreOptions } from '../../lib/postgres/index.js';

/** Calls are only type-checked; nothing here runs. */
function checked(_: () => void): void {}

const postgresStore = (options: PostgresStoreOptions) => new PostgresStore(options);

describe('The types of PostgresStore', () => {
  it('accept a URL, options of a client, or both', () => {
    expectTypeOf<{ clientOptions: ClientConfig }>().toExtend<PostgresStoreOptions>();
    checked(() => {
      postgresStore({ url: process.env['DATABASE_URL'] });
      postgresStore({ url: 'postgres://localhost', clientOptions: { ssl: { ca: '' } }, timeout: '500ms' });
      postgresStore({ clientOptions: { host: 'localhost', password: async () => 'token' }, auditRetention: '8760h' });
      expectTypeOf(postgresStore({ url: 'postgres://localhost' })).toEqualTypeOf<PostgresStore>();
    });
  });

  it('accept a pool, alone or with a direct URL', () => {
    checked(() => {
      postgresStore({ pool: new Pool() });
      postgresStore({ pool: new Pool({ max: 3 }), listen: 'postgres://localhost' });
      postgresStore({ pool: new Pool(), listen: false });
    });
  });

  it('accept anything that runs statements', () => {
    expectTypeOf<Pool>().toExtend<PostgresDatabase>();
    checked(() => {
      postgresStore({ database: new Pool() });
      postgresStore({ database: { query: async () => ({ rows: [] }) } });
      postgresStore({
        database: { query: async (text, values) => ({ rows: [text, values] }), listen: async () => () => {} },
      });
    });
  });

  it('reject anything else, and two databases', () => {
    checked(() => {
      // @ts-expect-error a pool already has an address
      postgresStore({ pool: new Pool(), url: 'postgres://localhost' });
      // @ts-expect-error one or the other
      postgresStore({ pool: new Pool(), database: new Pool() });
      // @ts-expect-error a client does one thing at a time
      postgresStore({ pool: new Client() });
      // @ts-expect-error rows are returned in an object
      postgresStore({ database: { query: async () => [] } });
      // @ts-expect-error a duration has a unit
      postgresStore({ url: 'postgres://localhost', timeout: 'soon' });
      // @ts-expect-error give a URL, or leave the option out
      postgresStore({ url: 'postgres://localhost', listen: true });
    });
  });
});
