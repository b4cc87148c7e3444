import { expect, it } from '@jest/globals';
import { DatabaseConnection } from '../../../lib/postgres/connection/database-connection.js';
import { applyMigrations } from '../../../lib/postgres/schema/apply-migrations.js';
import type { SchemaMigration } from '../../../lib/postgres/schema/schema-migration.js';
import { SCHEMA_MIGRATIONS } from '../../../lib/postgres/schema/schema-migrations.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';

const INSTANCES = 6;
const TRIALS = 5;

/** A later version, which fails if it is applied twice. */
const later: SchemaMigration = {
  version: SCHEMA_MIGRATIONS.length + 1,
  isBreaking: true,
  statements: ({ schema, log }) => [
    `ALTER TABLE ${log} ADD COLUMN note text`,
    `CREATE TABLE ${schema}.notes (id integer PRIMARY KEY)`,
  ],
  grants: [{ table: 'notes', rights: ['SELECT'] }],
};

describeWithPostgres('An upgrade of the tables', (running) => {
  it.each(['read committed', 'repeatable read', 'serializable'])(
    `is applied once when ${INSTANCES} instances start it at the same time, at the isolation level "%s"`,
    async (level) => {
      const database = await running().createDatabase();
      await running().query(`ALTER DATABASE "${database}" SET default_transaction_isolation = '${level}'`);
      const pools = Array.from({ length: INSTANCES }, () => running().pool({ database }));
      const connections = pools.map((pool) => new DatabaseConnection(pool));
      for (let trial = 0; trial < TRIALS; trial++) {
        const options = { schema: `shop_${trial}` };
        await Promise.all(connections.map((connection) => applyMigrations(connection, SCHEMA_MIGRATIONS, options)));
        const upgraded = [...SCHEMA_MIGRATIONS, later];
        const upgrades = connections.map((connection) => applyMigrations(connection, upgraded, options));
        await expect(Promise.all(upgrades)).resolves.toHaveLength(INSTANCES);
        const versions = await pools[0]?.query(`SELECT version, is_breaking FROM ${options.schema}.migrations`);
        expect(versions?.rows).toStrictEqual([
          { version: 1, is_breaking: false },
          { version: 2, is_breaking: true },
        ]);
      }
    },
  );

  it('is undone as a whole if one statement fails', async () => {
    const database = await running().createDatabase();
    const pool = running().pool({ database });
    const connection = new DatabaseConnection(pool);
    const options = { schema: 'shop' };
    await applyMigrations(connection, SCHEMA_MIGRATIONS, options);
    const broken: SchemaMigration = { ...later, statements: (names) => [...later.statements(names), 'SELEKT'] };
    const failure = applyMigrations(connection, [...SCHEMA_MIGRATIONS, broken], options);
    await expect(failure).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await expect(failure).rejects.toThrow('nothing was changed (42601: syntax error at or near "SELEKT")');
    const { rows } = await pool.query('SELECT version FROM shop.migrations');
    expect(rows).toStrictEqual([{ version: 1 }]);
  });
});
