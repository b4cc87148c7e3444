import { expect, it } from '@jest/globals';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { PostgresStore } from '../../../lib/postgres/postgres.store.js';
import { migratePostgres } from '../../../lib/postgres/schema/migrate-postgres.js';
import { trimPostgresLog } from '../../../lib/postgres/schema/trim-postgres-log.js';
import { START } from '../../../lib/store/flag-store.js';
import { overrideSet } from '../../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../../lib/testing/store-writer.js';
import { eventually } from '../../support/eventually.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { freshSchema } from './support/fresh-schema.js';

const DAY = 24 * 60 * 60 * 1000;

describeWithPostgres('The retention of the log', (running) => {
  /** A migrated schema with a role for the application and one for the retention. */
  async function migrated() {
    const schema = freshSchema();
    const application = await running().createUser();
    const cleaner = await running().createUser();
    await migratePostgres(running().pool(), { schema, role: application.user, retentionRole: cleaner.user });
    return { schema, application: running().pool(application), cleaner: running().pool(cleaner) };
  }

  /** Adds an entry for each of these ages, in days. */
  async function entriesOf(schema: string, ...ages: readonly number[]): Promise<void> {
    const store = new PostgresStore({ pool: running().pool(), schema, listen: false });
    const changes = ages.map((days, i) => ({
      ...overrideSet(`promotion_${i}`),
      time: new Date(Date.now() - days * DAY).toISOString(),
    }));
    await store.append(entriesAfter(START, changes), START);
    store.close();
  }

  async function versionsOf(schema: string): Promise<readonly number[]> {
    const rows = await running().query<{ version: number }>(`SELECT version::int FROM ${schema}.log ORDER BY version`);
    return rows.map(({ version }) => version);
  }

  it('removes entries that are older, and leaves a log that verifies', async () => {
    const { schema, cleaner } = await migrated();
    await entriesOf(schema, 5, 4, 3, 1, 0);
    await expect(trimPostgresLog(cleaner, { schema, olderThan: '48h' })).resolves.toBe(3);
    expect(await versionsOf(schema)).toStrictEqual([4, 5]);
    const store = new PostgresStore({ pool: running().pool(), schema, listen: false });
    const flags = await FlagManager.create({ store, logger: new RecordingLogger() });
    await expect(flags.verifyAuditLog()).resolves.toMatchObject({ isIntact: true, entries: 2, first: 4 });
    expect(flags.getOverrides()).toHaveLength(5);
    await flags.close();
  });

  it('keeps the last entry, however old it is', async () => {
    const { schema, cleaner } = await migrated();
    await entriesOf(schema, 5, 4, 3);
    await expect(trimPostgresLog(cleaner, { schema, olderThan: '24h' })).resolves.toBe(2);
    expect(await versionsOf(schema)).toStrictEqual([3]);
  });

  it('keeps older entries after one that is kept, so that the chain has no gap', async () => {
    const { schema, cleaner } = await migrated();
    await entriesOf(schema, 5, 1, 4, 0); // an instance whose clock was wrong made the second or third
    await expect(trimPostgresLog(cleaner, { schema, olderThan: '48h' })).resolves.toBe(1);
    expect(await versionsOf(schema)).toStrictEqual([2, 3, 4]);
  });

  it('removes nothing from an empty log', async () => {
    const { schema, cleaner } = await migrated();
    await expect(trimPostgresLog(cleaner, { schema, olderThan: '24h' })).resolves.toBe(0);
  });

  it('removes entries in batches until no older ones remain', async () => {
    const { schema, cleaner } = await migrated();
    await running().query(
      `INSERT INTO ${schema}.log SELECT i, '2020-01-01T00:00:00.000Z', 'search', 'override_set', '""', '{}' ` +
        'FROM generate_series(1, 25000) AS i',
    );
    await running().query(`UPDATE ${schema}.position SET version = 25000, id = 'last'`);
    const sizes: number[] = [];
    const watched = {
      query: async (text: string, values: unknown[]) => {
        const result = await cleaner.query<{ removed: number }>(text, values);
        sizes.push(...result.rows.map(({ removed }) => removed));
        return result;
      },
    };
    await expect(trimPostgresLog(watched, { schema, olderThan: '24h' })).resolves.toBe(24_999);
    expect(sizes).toStrictEqual([10_000, 10_000, 4999]);
  });

  it('is a function that a job of the database can call', async () => {
    const { schema, cleaner } = await migrated();
    await entriesOf(schema, 5, 4, 0);
    const { rows } = await cleaner.query(`SELECT ${schema}.trim_log('2 days', 1)::int AS removed`);
    expect(rows).toStrictEqual([{ removed: 1 }]);
    expect(await versionsOf(schema)).toStrictEqual([2, 3]);
  });

  it.each(['NULL', "'0'", "'-1 day'", "'6000 years'", "'10000 years'"])(
    'removes nothing for the age %s, which is probably a mistake',
    async (age) => {
      const { schema, cleaner } = await migrated();
      await entriesOf(schema, 5, 4, 0);
      const { rows } = await cleaner.query(`SELECT ${schema}.trim_log(${age})::int AS removed`);
      expect(rows).toStrictEqual([{ removed: 0 }]);
      expect(await versionsOf(schema)).toStrictEqual([1, 2, 3]);
    },
  );

  it('lets its role neither read the log nor remove other entries', async () => {
    const { schema, cleaner } = await migrated();
    await entriesOf(schema, 0);
    await expect(cleaner.query(`SELECT * FROM ${schema}.log`)).rejects.toMatchObject({ code: '42501' });
    await expect(cleaner.query(`DELETE FROM ${schema}.log`)).rejects.toMatchObject({ code: '42501' });
    await expect(trimPostgresLog(cleaner, { schema, olderThan: '1h' })).resolves.toBe(0);
  });

  it('can be called by the owner of the tables, even if the application runs as this role', async () => {
    const schema = freshSchema();
    const login = await running().createUser();
    await running().query(`CREATE SCHEMA ${schema} AUTHORIZATION "${login.user}"`);
    const pool = running().pool(login);
    await migratePostgres(pool, { schema, role: login.user, retentionRole: login.user });
    await entriesOf(schema, 5, 0);
    await expect(trimPostgresLog(pool, { schema, olderThan: '24h' })).resolves.toBe(1);
  });

  it('is performed by a store with the option "auditRetention" whose role has the right', async () => {
    const schema = freshSchema();
    const login = await running().createUser();
    await migratePostgres(running().pool(), { schema, role: login.user, retentionRole: login.user });
    await entriesOf(schema, 5, 4, 0);
    const url = running().url(login);
    const store = new PostgresStore({ url, schema, listen: false, auditRetention: '48h' });
    const { position } = await store.read();
    await store.append(entriesAfter(position, [{ ...overrideSet('next'), time: new Date().toISOString() }]), position);
    await eventually(async () => expect(await versionsOf(schema)).toStrictEqual([3, 4]));
    store.close();
  });

  it('is denied to the role of the application, with the remedy', async () => {
    const { schema, application } = await migrated();
    const failure = trimPostgresLog(application, { schema, olderThan: '24h' });
    await expect(failure).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', isRefusal: true });
    await expect(failure).rejects.toThrow('--retention-role');
  });

  it('says which command creates the tables if there are none', async () => {
    const failure = trimPostgresLog(running().pool(), { schema: freshSchema(), olderThan: '24h' });
    await expect(failure).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await expect(failure).rejects.toThrow('npx nestjs-feature-flags postgres sql');
  });

  it('requires an age, so that nothing is removed by mistake', async () => {
    const failure = trimPostgresLog(running().pool(), {} as never);
    await expect(failure).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
    await expect(failure).rejects.toThrow('Option "olderThan" of trimPostgresLog is required');
  });
});
