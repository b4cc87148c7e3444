import { expect, it } from '@jest/globals';
import { describeWithServer } from '../support/describe-with-server.js';
import { redisServer } from '../support/servers.js';
import { runIn } from '../unit/cli/support/run-in-folder.js';
import { freshKeys, redisStores } from './support/stores.js';

const run = (args: readonly string[], env: Readonly<Record<string, string>>) => runIn('.', ['usage', ...args], { env });

describeWithServer(redisServer, 'The command "usage"', (running) => {
  const open = redisStores();
  const url = () => `redis://localhost:${running().port}`;

  it('writes the stored report as JSON', async () => {
    const { prefix } = freshKeys();
    const store = open({ url: url(), prefix });
    const now = new Date().toISOString();
    const flags = [{ key: 'search', answers: [{ enabled: true, variant: 'semantic', count: 3 }] }];
    await store.addUsage({ instance: 'one', sequence: 1, since: now, until: now, flags });
    const { exitCode, out, err } = await run(['--redis-env', 'REDIS_URL', '--prefix', prefix], { REDIS_URL: url() });
    expect([exitCode, err]).toStrictEqual([0, '']);
    expect(JSON.parse(out)).toStrictEqual(await store.readUsage());
  });

  it('says what to do if no usage is stored', async () => {
    const { prefix } = freshKeys();
    const { exitCode, out, err } = await run(['--redis-env', 'REDIS_URL', '--prefix', prefix], { REDIS_URL: url() });
    expect([exitCode, out]).toStrictEqual([3, '']);
    expect(err).toContain(`No usage is stored under the prefix "${prefix}": set the option "usage"`);
  });

  it('fails without the variable that it is told to read, and never shows the argument', async () => {
    const { exitCode, err } = await run(['--redis-env', 'redis://ada:secret@host'], {});
    expect(exitCode).toBe(3);
    expect(err).toBe('error: The environment variable that --redis-env names is not set.\n');
  });

  it('fails without showing the password if Redis cannot be reached', async () => {
    const { exitCode, err } = await run(['--redis-env', 'REDIS_URL'], { REDIS_URL: 'redis://ada:secret@localhost:1' });
    expect(exitCode).toBe(3);
    expect(err).toContain('is not available');
    expect(err).not.toContain('secret');
  });
});
