import { expect, it } from '@jest/globals';
import { FlagManager } from '../../lib/manager/flag-manager.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { redisServer } from '../support/servers.js';
import { runIn } from '../unit/cli/support/run-in-folder.js';
import { redisClients } from './support/clients.js';
import { freshKeys, redisStores } from './support/stores.js';

const auditSecret = 'a-secret-of-the-shop-for-its-tests';

describeWithServer(redisServer, 'The command "verify" with Redis', (running) => {
  const open = redisStores();
  const url = () => `redis://localhost:${running().port}`;
  const verify = (prefix: string) => {
    const args = ['verify', '--redis-env', 'REDIS_URL', '--prefix', prefix, '--secret-env', 'AUDIT_SECRET'];
    return runIn('.', args, { env: { REDIS_URL: url(), AUDIT_SECRET: auditSecret } });
  };

  const connect = redisClients();

  /** A log with two entries. */
  async function twoChanges(prefix: string): Promise<void> {
    const store = open({ url: url(), prefix });
    const logger = new RecordingLogger();
    const flags = await FlagManager.create({ initialFlags: { a: true }, store, auditSecret, logger });
    await flags.disable('a');
    await flags.enable('a');
    await flags.close();
  }

  it('accepts a log that is intact', async () => {
    const { prefix } = freshKeys();
    await twoChanges(prefix);
    const { exitCode, out, err } = await verify(prefix);
    expect([exitCode, err]).toStrictEqual([0, '']);
    expect(out).toMatch(/^The audit log is intact: 2 entries, 1 to 2\.\nLast verified entry: 2, hash hmac-sha256-/);
  });

  it('finds a log from which the last entry was removed', async () => {
    const { prefix, audit } = freshKeys();
    await twoChanges(prefix);
    await (await connect(url())).xDel(audit, '2-0');
    const { exitCode, out } = await verify(prefix);
    expect([exitCode, out]).toStrictEqual([1, expect.stringContaining('missing. Audit entry 2: it is missing')]);
  });

  it('ends with code 3 if Redis cannot be reached, without showing the password', async () => {
    const env = { REDIS_URL: 'redis://ada:secret@localhost:1' };
    const { exitCode, err } = await runIn('.', ['verify', '--redis-env', 'REDIS_URL'], { env });
    expect(exitCode).toBe(3);
    expect(err).not.toContain('secret');
  });

  it.each<[string, string[]]>([
    ['no log', ['verify']],
    ['two logs', ['verify', 'data', '--redis-env', 'REDIS_URL']],
  ])('ends with code 2 for %s', async (_, args) => {
    const { exitCode, err } = await runIn('.', args, { env: { REDIS_URL: url() } });
    expect([exitCode, err]).toStrictEqual([
      2,
      'error: Name one log: a folder, a file, "-", Redis with --redis-env, or Postgres with --postgres-env.\n',
    ]);
  });
});
