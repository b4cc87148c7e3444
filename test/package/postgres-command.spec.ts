import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from '@jest/globals';
import { FlagManager } from '../../lib/manager/flag-manager.js';
import { PostgresStore } from '../../lib/postgres/postgres.store.js';
import { describeWithPostgres } from '../support/postgres/describe-with-postgres.js';
import { postgresFolder } from '../support/postgres-server.js';
import { RecordingLogger } from '../support/recording-logger.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { bin: Record<string, string> };
const program = join(root, bin['nestjs-feature-flags'] ?? 'missing');
const auditSecret = 'a-secret-of-the-shop-for-its-tests';

/** Runs the built program in a process of its own. */
function run(args: readonly string[], env: Record<string, string> = {}) {
  const options = { encoding: 'utf8', timeout: 60_000, env } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], options);
  return { status, stdout, stderr };
}

function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

function verify(url: string, schema: string) {
  const args = ['verify', '--postgres-env', 'DATABASE_URL', '--schema', schema, '--secret-env', 'AUDIT_SECRET'];
  return run(args, { DATABASE_URL: url, AUDIT_SECRET: auditSecret });
}

describeWithPostgres('The program with Postgres', (running) => {
  const managers: FlagManager[] = [];
  afterEach(async () => {
    for (const flags of managers.splice(0)) await flags.close();
  });

  /** A database with the tables from the program, as the documentation creates them, and the URL of the role of the application. */
  async function migrated(schema: string): Promise<string> {
    const database = await running().createDatabase();
    const { user, password } = await running().createUser();
    const { status, stdout, stderr } = run(['postgres', 'sql', '--schema', schema, '--from', '1', '--role', user]);
    expect([status, stderr]).toStrictEqual([0, '']);
    const psql = join(postgresFolder() ?? '', 'psql');
    const args = ['--quiet', '--single-transaction', '--set', 'ON_ERROR_STOP=1', running().url({ database })];
    execFileSync(psql, args, { input: stdout });
    return running().url({ database, user, password });
  }

  async function changedTwice(url: string, schema: string): Promise<void> {
    const store = new PostgresStore({ url, schema, listen: false });
    const flags = await FlagManager.create({
      initialFlags: { search: true },
      store,
      auditSecret,
      usage: true,
      logger: new RecordingLogger(),
    });
    managers.push(flags);
    await flags.disable('search');
    await flags.enable('search');
    flags.isEnabled('search');
  }

  it('creates tables that the store accepts, and verifies their log', async () => {
    const url = await migrated('shop');
    await changedTwice(url, 'shop');
    const { status, stdout, stderr } = verify(url, 'shop');
    expect([status, stderr]).toStrictEqual([0, '']);
    expect(stdout).toMatch(/^The audit log is intact: 2 entries, 1 to 2\.\nLast verified entry: 2, hash hmac-sha256-/);
  });

  it('verifies the log as a role that can only read', async () => {
    const url = await migrated('shop');
    await changedTwice(url, 'shop');
    const database = databaseOf(url);
    const auditor = await running().createUser();
    const owner = running().pool({ database });
    await owner.query(`GRANT USAGE ON SCHEMA shop TO "${auditor.user}"`);
    await owner.query(`GRANT SELECT ON ALL TABLES IN SCHEMA shop TO "${auditor.user}"`);
    const { status, stdout, stderr } = verify(running().url({ database, ...auditor }), 'shop');
    expect([status, stderr]).toStrictEqual([0, '']);
    expect(stdout).toContain('2 entries');
  });

  it('finds an entry that was edited, and one that was removed', async () => {
    const url = await migrated('shop');
    await changedTwice(url, 'shop');
    const owner = running().pool({ database: databaseOf(url) });
    await owner.query(`UPDATE shop.log SET entry = replace(entry, '"unknown"', '"nobody"') WHERE version = 1`);
    expect(verify(url, 'shop')).toMatchObject({ status: 1, stdout: expect.stringContaining('Audit entry 1') });
    await owner.query('DELETE FROM shop.log WHERE version = 2');
    expect(verify(url, 'shop')).toMatchObject({ status: 1 });
  });

  it('ends with code 3 if there are no tables, and names the command to run', () => {
    const { status, stdout, stderr } = verify(running().url(), 'absent');
    expect([status, stdout]).toStrictEqual([3, '']);
    expect(stderr).toContain('run the SQL that "npx nestjs-feature-flags postgres sql --schema absent" prints');
  });

  it('ends with code 3 if the server cannot be reached, without showing the password', () => {
    const { status, stdout, stderr } = verify('postgres://ada:secret@127.0.0.1:1/shop', 'shop');
    expect([status, stdout]).toStrictEqual([3, '']);
    expect(stderr).not.toContain('secret');
  });

  it('writes the usage of flags', async () => {
    const url = await migrated('shop');
    await changedTwice(url, 'shop');
    for (const flags of managers.splice(0)) await flags.close(); // writes what it has counted
    const { status, stdout, stderr } = run(['usage', '--postgres-env', 'DATABASE_URL', '--schema', 'shop'], {
      DATABASE_URL: url,
    });
    expect([status, stderr]).toStrictEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ instances: 1, flags: [{ key: 'search' }] });
  });
});
