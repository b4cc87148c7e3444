import { randomUUID } from 'node:crypto';
import { KeyvMemcache } from '@keyv/memcache';
import KeyvRedis, { createClient } from '@keyv/redis';
import { expect, it } from '@jest/globals';
import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import type { FlagCacheBackend } from '../../../lib/providers/cache/cache-backend.js';
import { ManualClock } from '../../../lib/testing/manual-clock.js';
import { describeWithServer } from '../../support/describe-with-server.js';
import { eventually } from '../../support/eventually.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { memcachedServer, redisServer } from '../../support/servers.js';
import { failureOf, providerOn, TIMEOUT, write, writeSegment } from './cache-providers.js';

describeWithServer(redisServer, 'CacheBackendProvider on Redis', (redis) => {
  const connect = (ttl?: number) => {
    const store = new KeyvRedis(`redis://127.0.0.1:${redis().port}`);
    return {
      keyv: new Keyv({ store, ...(ttl === undefined ? {} : { ttl }) }),
      disconnect: () => store.disconnect(true),
    };
  };

  it.each<[string, (keyv: Keyv) => FlagCacheBackend]>([
    ['Keyv', (keyv) => keyv],
    ['cache-manager', (keyv) => createCache({ stores: [keyv], ttl: 60_000 })],
  ])('sets no expiry on entries, although the cache has one by default: %s', async (_, cacheOf) => {
    const { keyv, disconnect } = connect(60_000);
    const client = createClient({ url: `redis://127.0.0.1:${redis().port}` });
    await client.connect();
    try {
      const prefix = randomUUID();
      const cache = cacheOf(keyv);
      const provider = await providerOn(cache, { search: true, sale: false }, prefix);
      await writeSegment(provider, 'staff', { include: ['ada'] });
      await cache.set(`${prefix}:basket`, 'full');
      await provider.load();
      const keys = (await client.keys(`*${prefix}*`)).toSorted();
      const expiries = await Promise.all(
        keys.map(async (key) => [key.slice(key.indexOf(prefix)), await client.pTTL(key)]),
      );
      expect(Object.fromEntries(expiries)).toEqual({
        [`${prefix}:basket`]: expect.any(Number),
        [`${prefix}:flag:sale`]: -1,
        [`${prefix}:flag:search`]: -1,
        [`${prefix}:index`]: -1,
        [`${prefix}:segment:staff`]: -1,
      });
      expect(await client.pTTL(keys.find((key) => key.endsWith('basket')) ?? '')).toBeGreaterThan(0);
    } finally {
      client.destroy();
      await disconnect();
    }
  });

  it('reports an entry that was overwritten with invalid data, and delivers the others', async () => {
    const { keyv, disconnect } = connect();
    const client = createClient({ url: `redis://127.0.0.1:${redis().port}` });
    await client.connect();
    try {
      const prefix = randomUUID();
      const provider = await providerOn(keyv, { search: true, sale: false }, prefix);
      const [entry = ''] = await client.keys(`*${prefix}:flag:sale`);
      for (const rubbish of ['not json', '{"value":{"type":', '7', '""']) {
        await client.set(entry, rubbish);
        const { flags, problems } = await provider.load();
        expect(Object.keys(flags)).toEqual(['search']);
        expect(problems).toEqual([{ kind: 'flag', key: 'sale', message: expect.stringContaining(':flag:sale"') }]);
      }
    } finally {
      client.destroy();
      await disconnect();
    }
  });

  it('fails in time when the server is killed, while a manager continues to answer, and recovers after a restart', async () => {
    const { keyv, disconnect } = connect();
    const provider = await providerOn(keyv, { search: true, sale: true });
    const logger = new RecordingLogger();
    const flags = await FlagManager.create({ providers: [provider], logger, clock: new ManualClock() });
    try {
      await redis().kill();
      for (let i = 0; i < 3; i++) {
        const { error, took } = await failureOf(provider.load());
        expect(error).toMatchObject({ code: expect.stringMatching(/^PROVIDER_(FAILED|TIMEOUT)$/) });
        expect(took).toBeLessThan(3 * TIMEOUT + 1000);
      }
      const { error } = await failureOf(write(provider, 'search', false));
      expect(error).toMatchObject({ code: expect.stringMatching(/^PROVIDER_(FAILED|TIMEOUT)$/) });
      await flags.refresh();
      expect(flags.evaluate('search')).toMatchObject({ value: true, reason: 'enabled' });
      expect(flags.status()).toMatchObject({ state: 'degraded', providers: [{ state: 'stale', flags: 2 }] });
      await logger.line(/"cache-backend" failed; its last known definitions stay in force/);

      await redis().restart();
      await eventually(() => provider.restore()); // the server has come back empty
      await write(provider, 'search', false);
      await flags.refresh();
      expect(flags.status()).toMatchObject({ state: 'ready', flags: 2 });
      expect(flags.evaluate('search')).toMatchObject({ value: false });
    } finally {
      await flags.close();
      await disconnect();
    }
  });

  it('fails in time when the server never existed', async () => {
    const { keyv, disconnect } = connect();
    await redis().kill();
    try {
      const { error, took } = await failureOf((await providerOn(keyv)).load());
      expect(error).toMatchObject({ code: expect.stringMatching(/^PROVIDER_(FAILED|TIMEOUT)$/) });
      expect(took).toBeLessThan(3 * TIMEOUT + 1000);
    } finally {
      await redis().restart();
      await disconnect();
    }
  });
});

describeWithServer(memcachedServer, 'CacheBackendProvider on Memcached', (memcached) => {
  it('fails in time when the server is killed, and recovers after a restart', async () => {
    const store = new KeyvMemcache(`127.0.0.1:${memcached().port}`, { logger: silent });
    const provider = await providerOn(new Keyv({ store, ttl: 60_000 }), { search: true });
    try {
      await memcached().kill();
      for (let i = 0; i < 3; i++) {
        const { error, took } = await failureOf(provider.load());
        expect(error).toMatchObject({ code: expect.stringMatching(/^PROVIDER_(FAILED|TIMEOUT)$/) });
        expect(took).toBeLessThan(3 * TIMEOUT + 1000);
      }
      await memcached().restart();
      await eventually(() => provider.restore());
      await write(provider, 'search', false);
      expect((await provider.load()).flags).toMatchObject({ search: { enabled: false } });
    } finally {
      store.client.close();
    }
  });
});

const silent = { log: () => {} }; // memjs prints every retry
