import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as migrateWithDrizzle } from 'drizzle-orm/node-postgres/migrator';
import knex from 'knex';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { PostgresStore } from '../../../lib/postgres/postgres.store.js';
import { START } from '../../../lib/store/flag-store.js';
import { overridesSet } from '../../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../../lib/testing/store-writer.js';
import * as knexMigration from '../../manual/recipes/postgres-migrations/knex.migration.js';
import { removeOldEntries } from '../../manual/recipes/postgres-migrations/log-retention.js';
import { migrate } from '../../manual/recipes/postgres-migrations/migrate.js';
import { FeatureFlags1796083200000 } from '../../manual/recipes/postgres-migrations/type-orm.migration.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';
import { runIn } from '../../unit/cli/support/run-in-folder.js';

/** The role of the application in the recipes, which is the superuser of the server of the tests. */
const ROLE = 'shop';

/** The SQL that the command prints. */
async function printedSql(): Promise<string> {
  const { exitCode, out, err } = await runIn('.', ['postgres', 'sql', '--role', ROLE]);
  expect([exitCode, err]).toStrictEqual([0, '']);
  return out;
}

/** Asserts that a store can write and read. */
async function expectTables(url: string): Promise<void> {
  const store = new PostgresStore({ url, listen: false });
  await expect(store.append(entriesAfter(START, overridesSet(1)), START)).resolves.toBe(true);
  expect((await store.read()).documents).toHaveLength(1);
  store.close();
}

async function expectNoTables(url: string): Promise<void> {
  const store = new PostgresStore({ url, listen: false });
  await expect(Promise.resolve(store.read())).rejects.toMatchObject({ code: 'STORE_FAILED' });
  store.close();
}

/** Runs something with variables of the environment, which are put back afterwards. */
async function withVariables(variables: Readonly<Record<string, string>>, run: () => Promise<void>): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    await run();
  } finally {
    for (const name of Object.keys(variables)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}

describeWithPostgres('The tables of the Postgres store', (running) => {
  /** The URL of an empty database. */
  async function emptyDatabase(): Promise<string> {
    return running().url({ database: await running().createDatabase() });
  }

  it('are created and removed by a migration of TypeORM', async () => {
    const url = await emptyDatabase();
    const source = new DataSource({ type: 'postgres', url, migrations: [FeatureFlags1796083200000] });
    await source.initialize();
    await source.runMigrations();
    await expectTables(url);
    await expect(source.runMigrations()).resolves.toStrictEqual([]);
    await source.undoLastMigration();
    await expectNoTables(url);
    await source.destroy();
  });

  it('are left alone when TypeORM synchronizes the schema', async () => {
    const url = await emptyDatabase();
    const source = new DataSource({ type: 'postgres', url, migrations: [FeatureFlags1796083200000] });
    await source.initialize();
    await source.runMigrations();
    await source.synchronize();
    await expectTables(url);
    await source.destroy();
  });

  it('are created by a migration of Drizzle', async () => {
    const url = await emptyDatabase();
    const { path, remove } = await temporaryDirectory();
    const entry = { idx: 0, version: '7', when: 1_796_083_200_000, tag: '0000_feature_flags', breakpoints: true };
    await mkdir(join(path, 'meta'));
    await writeFile(
      join(path, 'meta/_journal.json'),
      JSON.stringify({ version: '7', dialect: 'postgresql', entries: [entry] }),
    );
    await writeFile(join(path, '0000_feature_flags.sql'), await printedSql());
    const pool = new Pool({ connectionString: url });
    await migrateWithDrizzle(drizzle({ client: pool }), { migrationsFolder: path });
    await expectTables(url);
    await migrateWithDrizzle(drizzle({ client: pool }), { migrationsFolder: path });
    await pool.end();
    await remove();
  });

  it('are created and removed by a migration of Knex', async () => {
    const url = await emptyDatabase();
    const database = knex({ client: 'pg', connection: url });
    const migrationSource = {
      getMigrations: () => Promise.resolve(['feature_flags']),
      getMigrationName: (name: string) => name,
      getMigration: () => Promise.resolve(knexMigration),
    };
    await database.migrate.latest({ migrationSource });
    await expectTables(url);
    await database.migrate.rollback({ migrationSource });
    await expectNoTables(url);
    await database.destroy();
  });

  it('are created by the file of a Prisma migration, which its engine sends as one query', async () => {
    const url = await emptyDatabase();
    const pool = new Pool({ connectionString: url });
    await pool.query(await printedSql());
    await expectTables(url);
    await pool.query(await printedSql()); // as "prisma migrate reset" does, which leaves schemas that it does not know
    await pool.end();
  });

  it('are created by migratePostgres in a deployment, and lose old entries by a job', async () => {
    const url = await emptyDatabase();
    await withVariables({ MIGRATION_URL: url, RETENTION_URL: url }, async () => {
      await migrate();
      await expectTables(url);
      await expect(removeOldEntries()).resolves.toBe(0);
    });
  });
});
