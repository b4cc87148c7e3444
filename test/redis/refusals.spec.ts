import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from '@jest/globals';
import { FlagManager } from '../../lib/manager/flag-manager.js';
import { RedisStore } from '../../lib/redis/index.js';
import { neededRights } from '../../lib/redis/redis-rights.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { eventually } from '../support/eventually.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { redisServer } from '../support/servers.js';
import { redisClients } from './support/clients.js';
import { freshKeys } from './support/stores.js';

describeWithServer(redisServer, 'A change that Redis refuses', (running) => {
  const connect = redisClients();
  const url = (user = '') => `redis://${user}localhost:${running().port}`;
  const managers: FlagManager[] = [];
  afterEach(() => Promise.all(managers.splice(0).map((manager) => manager.close())));

  async function instance(address = url(), { prefix } = freshKeys()) {
    const logger = new RecordingLogger();
    const store = new RedisStore({ url: address, prefix });
    const flags = await FlagManager.create({ store, logger, storeTimeout: '60s', initialFlags: { sale: true } });
    managers.push(flags);
    return { flags, logger };
  }

  it.each([
    ['is full', 'maxmemory', '1', '0', 'it is out of memory'],
    ['has too few replicas', 'min-replicas-to-write', '1', '0', 'it accepts no writes with so few replicas'],
  ])('fails at once with the reason when it %s, and is logged once', async (_, name, bad, good, reason) => {
    const { flags, logger } = await instance();
    const admin = await connect(url());
    await admin.configSet(name, bad);
    try {
      for (let i = 0; i < 3; i++) {
        await expect(flags.disable('sale')).rejects.toMatchObject({
          code: 'STORE_UNAVAILABLE',
          isRefusal: true,
          detail: expect.stringContaining(`nothing was changed: ${reason}`),
        });
      }
      expect(flags.isEnabled('sale')).toBe(true);
      expect(flags.status()).toMatchObject({
        state: 'ready',
        providers: [{ state: 'loaded', error: expect.stringContaining(reason) }, {}],
      });
    } finally {
      await admin.configSet(name, good);
    }
    await flags.disable('sale');
    expect(flags.isEnabled('sale')).toBe(false);
    expect(logger.lines.map((line) => line.replace(/: .*/, '').replace(/:shop-[^"]*/, ''))).toEqual([
      'error Flag store "redis-store" accepts no changes; its current content stays in force',
      'log Flag store "redis-store" accepts changes again.',
    ]);
  });

  it('fails at once when its user lacks the rights, and names the required rights', async () => {
    const [admin, keys, user] = [await connect(url()), freshKeys(), randomUUID()];
    const rights = neededRights(keys).split(' ');
    await admin.sendCommand(['ACL', 'SETUSER', user, 'on', '>a-secret', ...rights, '-xadd']);
    const { flags } = await instance(url(`${user}:a-secret@`), keys);
    await expect(flags.disable('sale')).rejects.toMatchObject({
      isRefusal: true,
      detail: expect.stringMatching(/nothing was changed: .*may not XADD[^]*An ACL user needs:/),
    });
    expect(flags.isEnabled('sale')).toBe(true);
  });

  it('fails at once when Redis has become a replica', async () => {
    const { flags } = await instance();
    const admin = await connect(url());
    await admin.sendCommand(['REPLICAOF', 'localhost', '1']);
    try {
      await expect(flags.disable('sale')).rejects.toMatchObject({ isRefusal: true });
    } finally {
      await admin.sendCommand(['REPLICAOF', 'NO', 'ONE']);
    }
    await eventually(() => flags.disable('sale')); // it reconnects: the address may lead to another server by now
    expect(flags.isEnabled('sale')).toBe(false);
  });
});
