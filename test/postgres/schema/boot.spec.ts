import { expect, it } from '@jest/globals';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { migratePostgres } from '../../../lib/postgres/schema/migrate-postgres.js';
import { PostgresStore } from '../../../lib/postgres/postgres.store.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { freshSchema } from './support/fresh-schema.js';

describeWithPostgres('An application with the Postgres store', (running) => {
  function boot(schema: string, query = { count: 0 }) {
    const pool = running().pool();
    const database = {
      query: async (text: string, values: unknown[]) => {
        query.count++;
        return await pool.query(text, values);
      },
    };
    const store = new PostgresStore({ database, schema });
    return { store, query, start: () => FlagManager.create({ store, logger: new RecordingLogger() }) };
  }

  it('sends nothing to the database before it starts', () => {
    const { query, store } = boot(freshSchema());
    expect(query.count).toBe(0);
    store.close();
  });

  it('does not start without the tables, and says which command creates them', async () => {
    const schema = freshSchema();
    const failure: unknown = await boot(schema)
      .start()
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'STORE_FAILED' });
    expect(String(failure)).toContain(
      `run the SQL that "npx nestjs-feature-flags postgres sql --schema ${schema}" prints, or call migratePostgres(pool)`,
    );
  });

  it('starts after the migration', async () => {
    const schema = freshSchema();
    await migratePostgres(running().pool(), { schema });
    const flags = await boot(schema).start();
    expect(flags.status()).toMatchObject({ state: 'ready', version: 0 });
    await flags.close();
  });

  it('keeps its flags when the tables are dropped while it runs, and follows the store again when they are restored', async () => {
    const schema = freshSchema();
    await migratePostgres(running().pool(), { schema });
    const flags = await boot(schema).start();
    await flags.saveFlag('search', true);
    await running().query(`ALTER SCHEMA ${schema} RENAME TO ${schema}_lost`);
    const failure: unknown = await flags.disable('search').catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'STORE_FAILED' });
    expect(String(failure)).toContain(`"npx nestjs-feature-flags postgres sql --schema ${schema}"`);
    expect(flags.isEnabled('search')).toBe(true);
    await running().query(`ALTER SCHEMA ${schema}_lost RENAME TO ${schema}`);
    await flags.disable('search');
    expect(flags.isEnabled('search')).toBe(false);
    await flags.close();
  });
});
