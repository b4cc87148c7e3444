import { expect, it } from '@jest/globals';
import { PostgresStore } from '../../../lib/postgres/postgres.store.js';
import { PostgresNames } from '../../../lib/postgres/postgres-names.js';
import { createVersions } from '../../../lib/postgres/schema/create-schema.js';
import { migratePostgres } from '../../../lib/postgres/schema/migrate-postgres.js';
import { START } from '../../../lib/store/flag-store.js';
import { eventually } from '../../support/eventually.js';
import { describeWithPgBouncer, describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import type { PostgresServer } from '../../support/postgres-server.js';
import { freshSchema } from './support/fresh-schema.js';

const INSTANCES = 6;
const TRIALS = 20;

describeWithPostgres('migratePostgres', (running) => {
  it('creates all tables, and the position before the first entry', async () => {
    const schema = freshSchema();
    await migratePostgres(running().pool(), { schema });
    expect(await tablesOf(running(), schema)).toStrictEqual([
      'documents',
      'leases',
      'log',
      'migrations',
      'position',
      'sticky',
      'usage',
      'usage_answers',
      'usage_instances',
      'usage_summary',
    ]);
    const rows = await running().query(`SELECT version::int, id FROM ${schema}.position`);
    expect(rows).toStrictEqual([{ version: 0, id: '' }]);
  });

  it('lets no column be empty', async () => {
    const schema = freshSchema();
    await migratePostgres(running().pool(), { schema });
    const nullable = await running().query(
      `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = $1 AND is_nullable = 'YES'`,
      [schema],
    );
    expect(nullable).toStrictEqual([]);
  });

  it('changes nothing when the tables are up to date', async () => {
    const schema = freshSchema();
    const pool = running().pool();
    await migratePostgres(pool, { schema });
    await running().query(`UPDATE ${schema}.position SET version = 7, id = 'last'`);
    const before = await running().query(`SELECT * FROM ${schema}.migrations`);
    await migratePostgres(pool, { schema });
    expect(await running().query(`SELECT * FROM ${schema}.migrations`)).toStrictEqual(before);
    expect(await running().query(`SELECT version::int FROM ${schema}.position`)).toStrictEqual([{ version: 7 }]);
  });

  it.each<[state: string, prepare: (schema: string) => Promise<void>]>([
    [
      'interrupted after its first table',
      async (schema) => {
        for (const statement of createVersions(new PostgresNames(schema))) await running().query(statement);
      },
    ],
    [
      'emptied by a cleaner of tests',
      async (schema) => {
        await migratePostgres(running().pool(), { schema });
        await running().query(`TRUNCATE ${schema}.migrations, ${schema}.position`);
      },
    ],
  ])('finishes a creation that was %s', async (_, prepare) => {
    const schema = freshSchema();
    await prepare(schema);
    const pool = running().pool();
    await migratePostgres(pool, { schema });
    const store = new PostgresStore({ pool, schema, listen: false });
    await expect(store.read()).resolves.toMatchObject({ position: START });
    store.close();
  });

  it.each(['read committed', 'repeatable read', 'serializable'])(
    `is done once when ${INSTANCES} instances call it at the same time, at the isolation level "%s"`,
    async (level) => {
      const database = await running().createDatabase();
      await running().query(`ALTER DATABASE "${database}" SET default_transaction_isolation = '${level}'`);
      const pools = Array.from({ length: INSTANCES }, () => running().pool({ database }));
      await Promise.all(pools.map((pool) => pool.query('SELECT'))); // connected, so that all of them start together
      const { user: role } = await running().createUser();
      const failures: unknown[] = [];
      for (let trial = 0; trial < TRIALS; trial++) {
        const schema = `shop_${trial}`;
        const outcomes = await Promise.allSettled(pools.map((pool) => migratePostgres(pool, { schema, role })));
        failures.push(...outcomes.filter(({ status }) => status === 'rejected'));
      }
      expect(failures).toStrictEqual([]);
      const { rows } = await running()
        .pool({ database })
        .query("SELECT count(*)::int AS schemas FROM pg_namespace WHERE nspname LIKE 'shop%'");
      expect(rows).toStrictEqual([{ schemas: TRIALS }]);
    },
  );

  it('needs no right to create schemas if an administrator has created the schema', async () => {
    const schema = freshSchema();
    const login = await running().createUser();
    await running().query(`CREATE SCHEMA ${schema} AUTHORIZATION "${login.user}"`);
    await migratePostgres(running().pool(login), { schema });
    expect(await tablesOf(running(), schema)).toContain('log');
  });

  it('changes nothing for a role that may not create the schema, and says what to do', async () => {
    const schema = freshSchema();
    const failure = migratePostgres(running().pool(await running().createUser()), { schema });
    await expect(failure).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', isRefusal: true });
    await expect(failure).rejects.toThrow('let an administrator create it first');
    expect(await tablesOf(running(), schema)).toStrictEqual([]);
  });

  it('changes nothing if a role does not exist', async () => {
    const schema = freshSchema();
    const failure = migratePostgres(running().pool(), { schema, role: 'nobody' });
    await expect(failure).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await expect(failure).rejects.toThrow('role "nobody" does not exist');
    expect(await tablesOf(running(), schema)).toStrictEqual([]);
  });

  it('accepts a URL, and closes what it opens', async () => {
    const schema = freshSchema();
    const { user, password } = await running().createUser();
    await running().query(`CREATE SCHEMA ${schema} AUTHORIZATION "${user}"`);
    await migratePostgres(running().url({ user, password }), { schema });
    expect(await tablesOf(running(), schema)).toContain('log');
    const sessions = 'SELECT FROM pg_stat_activity WHERE usename = $1';
    await eventually(async () => expect(await running().query(sessions, [user])).toStrictEqual([]));
  });

  it('accepts a function that runs statements, such as that of another library', async () => {
    const schema = freshSchema();
    const pool = running().pool();
    const texts: string[] = [];
    await migratePostgres(
      {
        query: async (text, values) => {
          texts.push(text);
          return await pool.query(text, values);
        },
      },
      { schema },
    );
    expect(texts).toHaveLength(1);
    expect(await tablesOf(running(), schema)).toContain('log');
  });

  it('accepts a schema and a role with names that must be quoted', async () => {
    const role = 'the "shop" of $sql$';
    await running().query('CREATE ROLE "the ""shop"" of $sql$"');
    await migratePostgres(running().pool(), { schema: 'Shop-1', role, retentionRole: role });
    expect(await tablesOf(running(), 'Shop-1')).toContain('log');
  });

  it('is not affected by a search path', async () => {
    const database = await running().createDatabase();
    await running().query(`ALTER DATABASE "${database}" SET search_path = 'elsewhere'`);
    const pool = running().pool({ database });
    await migratePostgres(pool);
    const { rows } = await pool.query("SELECT to_regclass('feature_flags.log') IS NOT NULL AS is_there");
    expect(rows).toStrictEqual([{ is_there: true }]);
  });

  it('does not show the password of a URL to a server that cannot be reached', async () => {
    const failure: unknown = await migratePostgres('postgres://shop:secret@127.0.0.1:1/shop').catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(String(failure)).not.toContain('secret');
  });

  it.each([
    ['a URL of another kind', 'mysql://shop:secret@localhost/shop'],
    ['something that runs no statements', { url: 'postgres://shop:secret@localhost/shop' }],
    ['nothing', undefined],
  ])('rejects %s without repeating it', async (_, database) => {
    const failure: unknown = await migratePostgres(database as never).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'INVALID_OPTIONS' });
    expect(String(failure)).toContain('The database of migratePostgres must be');
    expect(String(failure)).not.toContain('secret');
  });
});

describeWithPgBouncer('migratePostgres behind a transaction pooler', (running, pooler) => {
  it('creates all tables', async () => {
    const schema = freshSchema();
    await migratePostgres(running().url({ port: pooler().port }), { schema });
    expect(await tablesOf(running(), schema)).toContain('log');
  });
});

async function tablesOf(server: PostgresServer, schema: string): Promise<readonly string[]> {
  const rows = await server.query<{ tablename: string }>(
    'SELECT tablename FROM pg_tables WHERE schemaname = $1 ORDER BY tablename',
    [schema],
  );
  return rows.map(({ tablename }) => tablename);
}
