import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { PostgresStore } from '../../../lib/postgres/postgres.store.js';
import { migratePostgres } from '../../../lib/postgres/schema/migrate-postgres.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import { postgresFolder } from '../../support/postgres-server.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';

const run = promisify(execFile);
const auditSecret = 'a-secret-of-the-shop-for-its-tests';

/** Runs a program of PostgreSQL. */
async function program(name: string, args: readonly string[]): Promise<void> {
  await run(join(postgresFolder() ?? '', name), args);
}

async function managerOf(url: string): Promise<FlagManager> {
  const store = new PostgresStore({ url, listen: false });
  return await FlagManager.create({
    initialFlags: { search: true, checkout: true },
    store,
    auditSecret,
    logger: new RecordingLogger(),
  });
}

describeWithPostgres('A backup of the Postgres store', (running) => {
  it.each([
    ['the whole database', []],
    ['its schema alone', ['--schema', 'feature_flags']],
  ])('by pg_dump of %s is complete: flags, log and rights', async (_, selection) => {
    const login = await running().createUser();
    const source = running().url({ database: await running().createDatabase() });
    await migratePostgres(source, { role: login.user });
    const flags = await managerOf(source);
    await flags.disable('search', { actor: 'ada' });
    await flags.setOverride('checkout', false, { unit: 'grace' });
    const { path, remove } = await temporaryDirectory();
    const file = join(path, 'flags.sql');
    await program('pg_dump', [...selection, '--file', file, source]);
    await flags.enable('search', { actor: 'ada' }); // not in the backup
    await flags.close();

    const database = await running().createDatabase();
    await program('psql', ['--quiet', '--set', 'ON_ERROR_STOP=1', '--file', file, running().url({ database })]);
    await remove();
    const again = await managerOf(running().url({ database, ...login }));
    expect(again.isEnabled('search')).toBe(false);
    expect(again.getOverrides()).toHaveLength(2);
    await expect(again.verifyAuditLog()).resolves.toMatchObject({ isIntact: true, entries: 2, first: 1 });
    await again.enable('search');
    await again.close();
    const deletion = running()
      .pool({ database, ...login })
      .query('DELETE FROM feature_flags.log');
    await expect(deletion).rejects.toMatchObject({ code: '42501' });
  });
});
