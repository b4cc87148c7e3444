import { afterEach, expect, it } from '@jest/globals';
import { FlagManager } from '../../lib/manager/flag-manager.js';
import type { FlagManagerOptions } from '../../lib/manager/options/flag-manager.options.js';
import { RedisStore } from '../../lib/redis/index.js';
import { neededRights } from '../../lib/redis/redis-rights.js';
import type { FlagUsageDelta } from '../../lib/store/usage/flag-usage.js';
import { describeWithProgram, describeWithServer } from '../support/describe-with-server.js';
import { durableRedis } from '../support/durable-redis.js';
import { eventually } from '../support/eventually.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { redisServer } from '../support/servers.js';
import { redisClients } from './support/clients.js';
import { freshKeys, redisStores } from './support/stores.js';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.now();

const at = (time: number) => new Date(time).toISOString();

function delta(sequence: number, until = NOW, flags: FlagUsageDelta['flags'] = []): FlagUsageDelta {
  return { instance: 'one', sequence, since: at(NOW - DAY), until: at(until), flags };
}

describeWithServer(redisServer, 'The usage of flags in Redis', (running) => {
  const open = redisStores();
  const connect = redisClients();
  const url = () => `redis://localhost:${running().port}`;

  it('expires 400 days after the last evaluation of a flag, and a day after the last delta of an instance', async () => {
    const keys = freshKeys();
    const client = await connect(url());
    const store = open({ url: url(), prefix: keys.prefix });
    await store.addUsage(delta(1, NOW, [{ key: 'search', answers: [{ enabled: true, count: 1 }] }]));
    expect((await client.pTTL(keys.usageOfFlag('search'))) / DAY).toBeCloseTo(400, 1);
    expect((await client.pTTL(keys.usageOfInstance('one'))) / DAY).toBeCloseTo(1, 1);
  });

  it('omits a flag that has expired, and removes it from the index', async () => {
    const keys = freshKeys();
    const client = await connect(url());
    const store = open({ url: url(), prefix: keys.prefix });
    await store.addUsage(delta(1, NOW, [{ key: 'search', answers: [] }]));
    await client.zAdd(keys.usageIndex, { score: NOW - 401 * DAY, value: 'removed' });
    expect((await store.readUsage())?.flags.map(({ key }) => key)).toStrictEqual(['search']);
    await store.addUsage(delta(2));
    await expect(client.zRange(keys.usageIndex, 0, -1)).resolves.toStrictEqual(['search']);
  });

  it('is not removed by an instance whose clock is ahead', async () => {
    const store = open({ url: url(), prefix: freshKeys().prefix });
    await store.addUsage(delta(1, NOW, [{ key: 'search', answers: [] }]));
    await store.addUsage(delta(2, NOW + 1000 * DAY, [{ key: 'theme', answers: [] }]));
    const { until = '', flags = [] } = (await store.readUsage()) ?? {};
    expect(flags.map(({ key }) => key)).toStrictEqual(['search', 'theme']);
    expect(Date.parse(until)).toBeLessThan(NOW + DAY);
  });

  it('has at most 256 answers of a flag', async () => {
    const store = open({ url: url(), prefix: freshKeys().prefix });
    const answers = Array.from({ length: 256 }, (_, i) => ({ enabled: true, variant: `variant ${i}`, count: 1 }));
    await store.addUsage(delta(1, NOW, [{ key: 'theme', answers }]));
    await store.addUsage(delta(2, NOW, [{ key: 'theme', answers: [{ enabled: false, count: 1 }, ...answers] }]));
    const [theme] = (await store.readUsage())?.flags ?? [];
    expect(theme?.answers).toHaveLength(256);
    expect(theme?.answers.every(({ enabled, count }) => enabled && count === 2)).toBe(true);
  });

  it('is not changed by a user without the rights, whose other calls are answered', async () => {
    const keys = freshKeys();
    const admin = await connect(url());
    const rights = neededRights(keys).replace(' +hincrby', '').split(' ');
    await admin.sendCommand(['ACL', 'SETUSER', keys.prefix, 'on', '>secret', ...rights]);
    const logger = new RecordingLogger();
    const flags = await FlagManager.create({
      initialFlags: { search: true },
      store: open({ url: `redis://${keys.prefix}:secret@localhost:${running().port}`, prefix: keys.prefix }),
      usage: true,
      logger,
    });
    flags.isEnabled('search');
    await expect(flags.getUsage()).rejects.toThrow('+hincrby');
    await flags.disable('search');
    expect(flags.status().state).toBe('ready');
    await flags.close();
    expect(logger.warnings).toStrictEqual([
      expect.stringContaining('The usage of flags could not be added to the flag store'),
    ]);
    expect(await admin.keys(`{${keys.prefix}}:usage*`)).toStrictEqual([]);
  });
});

describeWithProgram(redisServer.command, 'The usage of flags in a Redis that is killed', () => {
  const open: FlagManager[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((flags) => flags.close()));
  });

  const server = durableRedis();

  it('contains each evaluation once when it is available again', async () => {
    const store = () => new RedisStore({ url: `redis://localhost:${server().port}`, timeout: '300ms' });
    const usage = { flushEvery: '1s' } as const;
    const create = async (options: FlagManagerOptions) => {
      const flags = await FlagManager.create({ store: store(), logger: new RecordingLogger(), ...options });
      open.push(flags);
      return flags;
    };
    const managers = await Promise.all(
      Array.from({ length: 4 }, () => create({ initialFlags: { search: true }, storePoll: '100ms', usage })),
    );
    let evaluations = 0;
    const load = () => {
      for (const flags of managers) {
        flags.isEnabled('search');
        evaluations++;
      }
    };
    load();
    const sending = Promise.allSettled(
      Array.from({ length: 20 }, async () => {
        load();
        await Promise.all(managers.map((flags) => flags.getUsage()));
      }),
    );
    await managers[0]?.getUsage();
    await server().kill();
    await sending;
    await eventually(() => expect(managers.map((flags) => flags.status().state)).not.toContain('ready'));
    load();
    await server().restart();
    await eventually(() => expect(managers.every((flags) => flags.status().state === 'ready')).toBe(true), 10_000);
    load();
    await Promise.all(managers.map((flags) => flags.close()));
    const reader = await create({});
    const { instances, flags } = await reader.getUsage();
    expect([instances, flags[0]?.answers[0]?.count]).toStrictEqual([4, evaluations]);
  }, 30_000);
});
