import { afterEach, expect, it } from '@jest/globals';
import { migratePostgres } from '../../../lib/postgres/schema/migrate-postgres.js';
import { PostgresStore } from '../../../lib/postgres/postgres.store.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { START } from '../../../lib/store/flag-store.js';
import { overridesSet, overrideSet } from '../../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../../lib/testing/store-writer.js';
import { eventually } from '../../support/eventually.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import { positionOf, RecordingListener } from '../../support/recording-listener.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { freshSchema } from './support/fresh-schema.js';

describeWithPostgres('The role of an application', (running) => {
  const stores: PostgresStore[] = [];
  afterEach(() => {
    for (const store of stores.splice(0)) store.close();
  });

  /** A store of a role that has the documented rights, and no others. */
  async function storeOfRole(options: { readonly auditRetention?: '1h' } = {}) {
    const schema = freshSchema();
    const login = await running().createUser();
    await migratePostgres(running().pool(), { schema, role: login.user });
    const store = new PostgresStore({ url: running().url(login), schema, ...options });
    stores.push(store);
    return { schema, role: login.user, store, pool: running().pool(login) };
  }

  it('can use every feature with the documented rights', async () => {
    const { store } = await storeOfRole();
    const listener = new RecordingListener();
    await store.watch?.(listener);
    const entries = entriesAfter(START, [
      ...overridesSet(2),
      {
        ...overrideSet('promotion_0'),
        action: 'override_cleared',
        before: overrideSet('promotion_0').after,
        after: null,
      },
    ]);
    await expect(store.append(entries, START)).resolves.toBe(true);
    await eventually(() => expect(listener.announcements).toContainEqual(positionOf(entries)));
    expect((await store.read()).documents).toHaveLength(1);
    await expect(store.query({ order: 'newest_first', limit: 1, key: 'promotion_0' })).resolves.toHaveLength(1);
    const sticky = [{ unit: 'userId:ada', flag: 'theme', assignment: { variant: 'bold', version: 1 } }];
    await expect(store.writeSticky(sticky)).resolves.toEqual(sticky);
    await expect(store.readSticky(['userId:ada'])).resolves.toEqual(sticky);
    const now = new Date().toISOString();
    const flags = [{ key: 'search', answers: [{ enabled: true, count: 1 }] }];
    await store.addUsage({ instance: 'one', sequence: 1, since: now, until: now, flags });
    expect((await store.readUsage())?.flags).toHaveLength(1);
    await expect(store.lease('schedules', 'one', 1000)).resolves.toBe(true);
    await expect(store.now()).resolves.toEqual(expect.any(Number));
  });

  it('can run a manager, which verifies the log', async () => {
    const { store } = await storeOfRole();
    const logger = new RecordingLogger();
    const flags = await FlagManager.create({ initialFlags: { search: true }, store, logger, usage: true });
    await flags.disable('search');
    await expect(flags.verifyAuditLog()).resolves.toMatchObject({ isIntact: true, entries: 1 });
    await flags.close();
    expect(logger.warnings).toStrictEqual([]);
  });

  it.each([
    ['change an entry', 'UPDATE "log" SET actor = \'"nobody"\''],
    ['remove an entry', 'DELETE FROM "log"'],
    ['empty the log', 'TRUNCATE "log"'],
    ['drop the log', 'DROP TABLE "log"'],
    ['add a column', 'ALTER TABLE "log" ADD COLUMN note text'],
    ['create a table', 'CREATE TABLE other (id integer)'],
    ['remove the oldest entries', "SELECT trim_log('0')"],
    ['add a position', 'INSERT INTO "position" VALUES (1, 0, \'\')'],
    ['remove the position', 'DELETE FROM "position"'],
    ['change a version', 'UPDATE "migrations" SET version = 99'],
    ['record a version', 'INSERT INTO "migrations" VALUES (2, true)'],
  ])('cannot %s', async (_, statement) => {
    const { schema, store, pool } = await storeOfRole();
    await store.append(entriesAfter(START, overridesSet(1)), START);
    const client = await pool.connect();
    try {
      await client.query(`SET search_path = ${schema}`);
      await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
    } finally {
      client.release(true);
    }
    await expect(store.query({ order: 'oldest_first', limit: 10 })).resolves.toHaveLength(1);
  });

  it('cannot create a schema', async () => {
    const { pool } = await storeOfRole();
    await expect(pool.query(`CREATE SCHEMA ${freshSchema()}`)).rejects.toMatchObject({ code: '42501' });
  });

  it.each(['its role', 'PUBLIC'])('cannot change the log where default privileges would let %s', async (grantee) => {
    const schema = freshSchema();
    const login = await running().createUser();
    const database = await running().createDatabase();
    const owner = running().pool({ database });
    await owner.query(
      `ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO ${grantee === 'PUBLIC' ? grantee : `"${login.user}"`}`,
    );
    await migratePostgres(owner, { schema, role: login.user });
    const deletion = running()
      .pool({ database, ...login })
      .query(`DELETE FROM ${schema}.log`);
    await expect(deletion).rejects.toMatchObject({ code: '42501' });
  });

  it('gets an error at the first statement that names the missing grant', async () => {
    const { schema, role, store } = await storeOfRole();
    await running().query(`REVOKE INSERT ON ${schema}.log FROM "${role}"`);
    const failure: unknown = await store.read().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'STORE_UNAVAILABLE', isRefusal: true, isTemporary: false });
    expect(String(failure)).toContain(`GRANT INSERT ON "${schema}"."log" TO "${role}"`);
  });

  it('needs one more right for the option "auditRetention", which the error names', async () => {
    const { schema, store } = await storeOfRole({ auditRetention: '1h' });
    await expect(Promise.resolve(store.read())).rejects.toThrow(
      `GRANT EXECUTE ON FUNCTION "${schema}"."trim_log"(interval, integer) TO`,
    );
  });
});
