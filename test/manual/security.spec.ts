import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createClient } from 'redis';
import { FileStore, FlagManager, type FlagDefinition } from 'nestjs-feature-flags';
import { migratePostgres, PostgresStore } from 'nestjs-feature-flags/postgres';
import { RedisStore } from 'nestjs-feature-flags/redis';
import { describeWithServer } from '../support/describe-with-server.js';
import { describeWithPostgres } from '../support/postgres/describe-with-postgres.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { redisServer } from '../support/servers.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { codeBlocks } from './code-blocks.js';
import { flagManagers } from './flag-managers.js';
import { page } from './pages.js';
import { forgetUser } from './recipes/security/forget-user.js';

const { open, manager } = flagManagers();

const themeOf = (classic: number, modern: number): FlagDefinition => ({
  type: 'variant',
  variants: [
    { name: 'classic', weight: classic },
    { name: 'modern', weight: modern },
  ],
  sticky: { version: 1 },
});

describeWithServer(redisServer, 'Forgetting a user', (running) => {
  it('removes the sticky variants and the overrides of this user alone', async () => {
    const url = `redis://127.0.0.1:${running().port}`;
    const flags = await manager({ store: new RedisStore({ url, prefix: 'shop' }) });
    await flags.saveFlag('theme', themeOf(1, 0));
    for (const userId of ['ada', 'bob']) {
      await flags.prepare({ userId });
      flags.evaluate('theme', { userId });
      await flags.enable('theme', { unit: userId });
    }
    await flags.close(); // writes pending variants
    const [restarted, redis] = [
      await manager({ store: new RedisStore({ url, prefix: 'shop' }) }),
      createClient({ url }),
    ];
    await redis.connect();
    open.push({ close: async () => redis.destroy() });
    await restarted.prepare({ userId: 'ada' });
    const kept = async () => (await redis.keys('{shop}:sticky:*')).toSorted();
    expect(await kept()).toEqual(['{shop}:sticky:userId:ada', '{shop}:sticky:userId:bob']);
    await forgetUser(redis, restarted, 'ada', 'privacy@shop.example');
    expect(await kept()).toEqual(['{shop}:sticky:userId:bob']);
    expect(restarted.getOverrides().map(({ unit }) => unit)).toEqual(['bob']);
    await restarted.prepare({ userId: 'ada' });
    expect(restarted.getVariant('theme', 'none', { userId: 'ada' })).toBe('classic'); // from the copy in memory
    await restarted.close(); // writes pending variants
    expect(await kept()).toEqual(['{shop}:sticky:userId:bob']);
  });
});

describe('The command that erases a user from a folder', () => {
  it('removes the sticky variants of this user, as the page shows it', async () => {
    const { path: folder, remove } = await temporaryDirectory();
    open.push({ close: remove });
    const served = async () => {
      const flags = await FlagManager.create({
        store: new FileStore(join(folder, 'data')),
        logger: new RecordingLogger(),
      });
      try {
        if (!flags.getFlags().has('theme')) await flags.saveFlag('theme', themeOf(1, 0));
        for (const userId of ['ada', 'bob']) await flags.prepare({ userId });
        const variants = ['ada', 'bob'].map((userId) => flags.getVariant('theme', 'none', { userId }));
        await flags.saveFlag('theme', themeOf(0.001, 1_000_000));
        return variants;
      } finally {
        await flags.close();
      }
    };
    expect(await served()).toEqual(['classic', 'classic']);
    expect(await served()).toEqual(['classic', 'classic']); // sticky, although the weights have changed
    const command = codeBlocks(page('docs/guide/security.md').text).find(({ code }) => code.includes('sticky.jsonl'));
    execFileSync('sh', ['-ec', command?.code ?? 'false'], { cwd: folder });
    expect(await served()).toEqual(['modern', 'classic']);
  });
});

describeWithPostgres('The command that erases a user from Postgres', (running) => {
  it('removes the sticky variants of this user, as the page shows it', async () => {
    const url = running().url();
    await migratePostgres(url);
    const units = () => running().query('SELECT unit FROM feature_flags.sticky');
    const flags = await manager({ store: new PostgresStore({ url }) });
    await flags.saveFlag('theme', themeOf(1, 0));
    for (const userId of ['ada', 'bob']) {
      await flags.prepare({ userId });
      flags.evaluate('theme', { userId });
    }
    await flags.close(); // writes pending variants
    expect(await units()).toHaveLength(2);
    const command = codeBlocks(page('docs/guide/security.md').text).find(({ code }) => code.includes('psql'));
    execFileSync('sh', ['-ec', command?.code ?? 'false'], { env: { ...process.env, DATABASE_URL: url } });
    expect(await units()).toStrictEqual([{ unit: '"userId:bob"' }]);
  });
});
