import { describe, expect, it } from '@jest/globals';
import { Client, Pool } from 'pg';
import { InvalidOptionsError } from '../../../lib/internal/options/invalid-options.error.js';
import {
  readPostgresStoreOptions,
  resolvePostgresStoreSettings,
  type PostgresStoreOptions,
} from '../../../lib/postgres/postgres-store.options.js';

const url = 'postgres://localhost:5432/shop';
const database = { query: () => Promise.resolve({ rows: [] }) };

describe('The options of PostgresStore', () => {
  it('have defaults', () => {
    expect(resolvePostgresStoreSettings({ url })).toStrictEqual({
      schema: 'feature_flags',
      name: 'postgres-store:feature_flags',
      timeout: 2000,
      stickyTtl: 30 * 24 * 3_600_000,
      auditRetention: undefined,
    });
  });

  it('contain the schema in the default name', () => {
    expect(resolvePostgresStoreSettings({ url, schema: 'shop_flags' }).name).toBe('postgres-store:shop_flags');
  });

  it('count durations in whole milliseconds, at least one', () => {
    const { timeout, auditRetention } = resolvePostgresStoreSettings({ url, timeout: '1.4ms', auditRetention: '48h' });
    expect([timeout, auditRetention]).toStrictEqual([1, 172_800_000]);
  });

  const valid: readonly PostgresStoreOptions[] = [
    { url },
    { url: 'postgresql://user:password@[::1]/shop?sslmode=verify-full', clientOptions: { keepAlive: false } },
    { url: 'postgres://localhost/shop?application_name=shop', clientOptions: { ssl: true } },
    { clientOptions: {} },
    { clientOptions: { host: '/var/run/postgresql', password: () => Promise.resolve('token') } },
    { pool: new Pool() },
    { database },
    { database: new Pool(), listen: url },
    { database, listen: false },
    { url, schema: 'Shop-1' },
  ];
  for (const options of valid) {
    it(`may be ${shown(options)}`, () => {
      expect(readPostgresStoreOptions(options)).toStrictEqual(options);
    });
  }

  const invalid: readonly (readonly [option: string, options: unknown])[] = [
    ['url', {}],
    ['url', { url: undefined }],
    ['url', { url: '' }],
    ['url', { url: 'localhost:5432' }],
    ['url', { url: 'redis://localhost' }],
    ['url', { url: new URL(url) }],
    ['clientOptions', { clientOptions: new Client() }],
    ['clientOptions', { clientOptions: url }],
    ['clientOptions', { url, clientOptions: { password: 'secret' } }],
    ['clientOptions', { url, clientOptions: { host: 'localhost', port: 5432 } }],
    ['clientOptions', { url: `${url}?sslmode=verify-full`, clientOptions: { ssl: {} } }],
    ['clientOptions', { url: `${url}?a=b&ssl=true`, clientOptions: { ssl: true } }],
    ['clientOptions', { url, clientOptions: { ssl: true }, listen: `${url}?sslmode=require` }],
    ['pool', { pool: new Client() }],
    ['pool', { pool: Pool }],
    ['pool', { pool: url }],
    ['pool', { pool: null }],
    ['pool', { pool: Promise.resolve(new Pool()) }],
    ['pool', { pool: new Pool(), url }],
    ['pool', { pool: new Pool(), clientOptions: {} }],
    ['database', { pool: new Pool(), database }],
    ['database', { database, url }],
    ['database', { database: {} }],
    ['database', { database: () => {} }],
    ['database', { database: { ...database, listen: true } }],
    ['schema', { url, schema: '' }],
    ['schema', { url, schema: 'pg_flags' }],
    ['schema', { url, schema: '1st' }],
    ['schema', { url, schema: 'my flags' }],
    ['schema', { url, schema: 'flags"' }],
    ['schema', { url, schema: 'x'.repeat(64) }],
    ['schema', { url, schema: null }],
    ['listen', { url, listen: true }],
    ['listen', { url, listen: 'direct' }],
    ['listen', { url, listen: 'https://localhost' }],
    ['timeout', { url, timeout: 2000 }],
    ['timeout', { url, timeout: '0ms' }],
    ['timeout', { url, timeout: '11m' }],
    ['stickyTtl', { url, stickyTtl: '0h' }],
    ['auditRetention', { url, auditRetention: '59m' }],
    ['auditRetention', { url, auditRetention: 30 }],
    ['name', { url, name: '' }],
    ['prefix', { url, prefix: 'shop' }],
    ['connectionString', { connectionString: url }],
  ];
  for (const [option, options] of invalid) {
    it(`are rejected with the name "${option}", as in ${shown(options)}`, () => {
      const reading = expect(() => readPostgresStoreOptions(options as PostgresStoreOptions));
      reading.toThrow(InvalidOptionsError);
      reading.toThrow(`Option "${option}" of PostgresStore`);
    });
  }

  it('are rejected without the password of an invalid URL', () => {
    const secret = 'secret-of-the-shop';
    for (const invalidUrl of [`postgres://shop:${secret}@host:port/shop`, `mysql://shop:${secret}@host`]) {
      for (const options of [{ url: invalidUrl }, { url, listen: invalidUrl }, { pool: invalidUrl }]) {
        const reading = expect(() => readPostgresStoreOptions(options as PostgresStoreOptions));
        reading.toThrow(InvalidOptionsError);
        reading.not.toThrow(secret);
      }
    }
  });

  it('are rejected with advice on a URL whose password is not encoded', () => {
    expect(() => readPostgresStoreOptions({ url: 'postgres://shop:p#ss@host/shop' })).toThrow('such as "/" as "%2F"');
  });
});

function shown(options: unknown): string {
  const text = JSON.stringify(options, (name, value: unknown) =>
    ['pool', 'database', 'clientOptions'].includes(name) ? typeof value : value,
  );
  return text.slice(0, 60);
}
