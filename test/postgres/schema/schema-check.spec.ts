import { expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import type { Statement } from '../../../lib/postgres/connection/statement.js';
import { PostgresNames } from '../../../lib/postgres/postgres-names.js';
import { migratePostgres } from '../../../lib/postgres/schema/migrate-postgres.js';
import { SchemaCheck } from '../../../lib/postgres/schema/schema-check.js';
import type { SchemaMigration } from '../../../lib/postgres/schema/schema-migration.js';
import { SCHEMA_MIGRATIONS } from '../../../lib/postgres/schema/schema-migrations.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import { freshSchema } from './support/fresh-schema.js';

/** Statements of a pool, and their number. */
function statementsOf(pool: Pool) {
  let count = 0;
  const run = async ({ text, values }: Statement) => {
    count++;
    return (await pool.query<Record<string, unknown>>(text, [...values])).rows;
  };
  return { run, count: () => count };
}

function checkOf(
  pool: Pool,
  schema: string,
  options: { trims?: boolean; isReadOnly?: boolean; migrations?: SchemaMigration[] } = {},
) {
  return new SchemaCheck({
    statements: statementsOf(pool),
    names: new PostgresNames(schema),
    store: 'shop',
    ...options,
  });
}

/** A later version of the schema, which adds nothing. */
function later(isBreaking: boolean): SchemaMigration {
  return { version: SCHEMA_MIGRATIONS.length + 1, isBreaking, statements: () => [], grants: [] };
}

describeWithPostgres('The check of the schema', (running) => {
  /** A migrated schema, and a pool of its role with the documented rights. */
  async function migrated() {
    const schema = freshSchema();
    const login = await running().createUser();
    await migratePostgres(running().pool(), { schema, role: login.user });
    return { schema, role: login.user, pool: running().pool(login) };
  }

  it('accepts what migratePostgres has created, with the rights that it has granted', async () => {
    const { schema, pool } = await migrated();
    await expect(checkOf(pool, schema).verify()).resolves.toBeUndefined();
  });

  it('accepts the tables for their owner', async () => {
    const { schema } = await migrated();
    await expect(checkOf(running().pool(), schema).verify()).resolves.toBeUndefined();
  });

  it('asks the database only until it has succeeded, and once for calls at the same time', async () => {
    const { schema, pool } = await migrated();
    const statements = statementsOf(pool);
    const check = new SchemaCheck({ statements, names: new PostgresNames(schema), store: 'shop' });
    await Promise.all([check.verify(), check.verify()]);
    const asked = statements.count();
    await check.verify();
    expect(statements.count()).toBe(asked);
  });

  it('asks again after a failure', async () => {
    const schema = freshSchema();
    const pool = running().pool();
    const check = checkOf(pool, schema);
    await expect(check.verify()).rejects.toThrow('do not exist');
    await migratePostgres(pool, { schema });
    await expect(check.verify()).resolves.toBeUndefined();
  });

  it.each([
    ['there is no schema', (_: string) => []],
    ['the schema is empty', (schema: string) => [`CREATE SCHEMA ${schema}`]],
  ])('names the command to run if %s', async (_, statements) => {
    const schema = freshSchema();
    for (const statement of statements(schema)) await running().query(statement);
    const failure = checkOf(running().pool(), schema).verify();
    await expect(failure).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await expect(failure).rejects.toThrow(
      `its tables do not exist in the schema "${schema}": run the SQL that "npx nestjs-feature-flags postgres sql ` +
        `--schema ${schema}" prints, or call migratePostgres(pool)`,
    );
  });

  it('names the command to run if the schema is older than the release needs', async () => {
    const { schema, pool } = await migrated();
    const failure = checkOf(pool, schema, { migrations: [...SCHEMA_MIGRATIONS, later(false)] }).verify();
    await expect(failure).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await expect(failure).rejects.toThrow(
      `its schema "${schema}" has version 1, and this release needs version 2: run the SQL that "npx ` +
        `nestjs-feature-flags postgres sql --schema ${schema} --from 2" prints`,
    );
  });

  it('accepts a newer schema unless it is breaking', async () => {
    const { schema, pool } = await migrated();
    await running().query(`INSERT INTO ${schema}.migrations (version, is_breaking) VALUES (2, false)`);
    await expect(checkOf(pool, schema).verify()).resolves.toBeUndefined();
    await running().query(`INSERT INTO ${schema}.migrations (version, is_breaking) VALUES (3, true), (4, false)`);
    const failure = checkOf(pool, schema).verify();
    await expect(failure).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await expect(failure).rejects.toThrow('has version 3, which this release cannot use: install a later release');
  });

  it('names tables that were dropped', async () => {
    const { schema, pool } = await migrated();
    await running().query(`DROP TABLE ${schema}.sticky, ${schema}.leases`);
    const failure = checkOf(pool, schema).verify();
    await expect(failure).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await expect(failure).rejects.toThrow('has no table "sticky", no table "leases": restore the whole schema');
  });

  it('names all rights that a role lacks', async () => {
    const { schema, role, pool } = await migrated();
    await running().query(`REVOKE INSERT, DELETE ON ${schema}.documents FROM "${role}"`);
    await running().query(`REVOKE UPDATE (version, id) ON ${schema}.position FROM "${role}"`);
    const failure = checkOf(pool, schema).verify();
    await expect(failure).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', isRefusal: true, isTemporary: false });
    await expect(failure).rejects.toThrow(
      'its role lacks rights. The owner of the schema can grant them: ' +
        `GRANT UPDATE (version, id) ON "${schema}"."position" TO "${role}"; ` +
        `GRANT INSERT, DELETE ON "${schema}"."documents" TO "${role}" (see`,
    );
  });

  it('names grants for a role without any right, which are all that it needs', async () => {
    const { schema } = await migrated();
    const pool = running().pool(await running().createUser());
    const failure: unknown = await checkOf(pool, schema)
      .verify()
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'STORE_UNAVAILABLE', isRefusal: true });
    const [, grants = ''] = /can grant them: (.*) \(see /s.exec(String(failure)) ?? [];
    await running().query(grants);
    await expect(checkOf(pool, schema).verify()).resolves.toBeUndefined();
  });

  it('asks for the right to remove entries only if the store removes them', async () => {
    const { schema, role, pool } = await migrated();
    await expect(checkOf(pool, schema).verify()).resolves.toBeUndefined();
    const failure = checkOf(pool, schema, { trims: true }).verify();
    await expect(failure).rejects.toThrow(`GRANT EXECUTE ON FUNCTION "${schema}"."trim_log"(interval, integer) TO`);
    await migratePostgres(running().pool(), { schema, retentionRole: role });
    await expect(checkOf(pool, schema, { trims: true }).verify()).resolves.toBeUndefined();
  });

  it('asks for no right to write if the store is only read', async () => {
    const { schema } = await migrated();
    const { user, password } = await running().createUser();
    await running().query(`GRANT USAGE ON SCHEMA ${schema} TO "${user}"`);
    await running().query(`GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO "${user}"`);
    const pool = running().pool({ user, password });
    await expect(checkOf(pool, schema, { isReadOnly: true }).verify()).resolves.toBeUndefined();
    await expect(checkOf(pool, schema).verify()).rejects.toThrow('its role lacks rights');
  });

  it.each(['LATIN1', 'SQL_ASCII'])('rejects a database with the encoding %s', async (encoding) => {
    const database = await running().createDatabase(`TEMPLATE template0 ENCODING '${encoding}'`);
    const pool = running().pool({ database });
    await migratePostgres(pool);
    const failure = checkOf(pool, 'feature_flags').verify();
    await expect(failure).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await expect(failure).rejects.toThrow(`the encoding ${encoding}, which cannot hold all text`);
  });
});
