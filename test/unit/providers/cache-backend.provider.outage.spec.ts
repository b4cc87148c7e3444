import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { ProviderFailedError, ProviderTimeoutError } from '../../../lib/providers/provider.errors.js';
import { MapCache } from '../../support/map-cache.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { failureOf, providerOn, TIMEOUT, write, writeSegment } from './cache-providers.js';

/** A manager whose cache was emptied while it knew two flags and a segment. */
async function emptied() {
  const cache = new MapCache();
  const provider = await providerOn(cache, { search: true, sale: false });
  await writeSegment(provider, 'staff', { include: ['ada'] });
  const flags = await FlagManager.create({ providers: [provider], logger: new RecordingLogger() });
  cache.entries.clear();
  await flags.refresh();
  return { cache, provider, flags };
}

describe('CacheBackendProvider with an unavailable cache', () => {
  afterEach(() => void jest.useRealTimers());

  /** Simulates an outage: reads find nothing, and writes are lost. */
  class Swallowing extends MapCache {
    away = false;

    override async get(key: string): Promise<unknown> {
      return this.away ? undefined : await super.get(key);
    }

    override async set(key: string, value: unknown): Promise<unknown> {
      return this.away ? true : await super.set(key, value);
    }
  }

  it('does not trust an empty answer of a cache that hides its failure', async () => {
    const cache = new Swallowing();
    const provider = await providerOn(cache, { search: true });
    cache.away = true;
    await expect(provider.load()).rejects.toThrow(/the cache is unavailable or does not store/);
    await expect(write(provider, 'search', false)).rejects.toThrow(ProviderFailedError);
    cache.away = false;
    expect((await provider.load()).flags).toMatchObject({ search: { enabled: true } });
  });

  it('does not report entries as removed when the cache fails after its index was read', async () => {
    const cache = new Swallowing();
    const provider = await providerOn(cache, { search: true, sale: true });
    const get = cache.get.bind(cache);
    cache.get = async (key) => {
      const found = await get(key);
      cache.away ||= key === 'shop:index';
      return found;
    };
    await expect(provider.load()).rejects.toThrow(/the cache is unavailable/);
  });

  it('reports a rejection of the cache with the name of the provider', async () => {
    const cache = new MapCache();
    const cause = new Error('connect ECONNREFUSED');
    cache.get = () => Promise.reject(cause);
    await expect((await providerOn(cache)).load()).rejects.toMatchObject({
      code: 'PROVIDER_FAILED',
      provider: 'cache-backend',
      message: expect.stringContaining('Flag provider "cache-backend" failed: connect ECONNREFUSED'),
      cause,
    });
  });

  it('rejects when the cache throws synchronously', async () => {
    const cache = new MapCache();
    cache.get = () => {
      throw new Error('is closed');
    };
    await expect((await providerOn(cache)).load()).rejects.toThrow(ProviderFailedError);
  });

  it.each(['get', 'set', 'delete'] as const)('times out when the cache hangs in %s', async (method) => {
    const cache = new MapCache();
    cache[method] = () => new Promise(() => {});
    const { error, took } = await failureOf((await providerOn(cache)).load());
    expect(error).toBeInstanceOf(ProviderTimeoutError);
    expect(took).toBeLessThan(TIMEOUT + 1000);
  });

  it('fails the whole read when the cache fails in the middle of it, instead of reporting each entry', async () => {
    const cache = new MapCache();
    const provider = await providerOn(cache, { search: true, sale: true });
    const get = cache.get.bind(cache);
    cache.get = (key) => (key.includes(':flag:') ? new Promise(() => {}) : get(key));
    await expect(provider.load()).rejects.toThrow(ProviderTimeoutError);
  });
});

describe('CacheBackendProvider that has lost its flags', () => {
  afterEach(() => void jest.useRealTimers());

  it('keeps the known ones in force, reports it, and accepts no writes', async () => {
    const { cache, flags } = await emptied();
    expect(flags.isEnabled('search')).toBe(true);
    expect(flags.status()).toMatchObject({
      state: 'degraded',
      providers: [{ state: 'stale', error: expect.stringMatching(/has lost its flags.*restore\(\)/) }],
    });
    await expect(flags.saveFlag('checkout', true)).rejects.toMatchObject({ code: 'PROVIDER_FAILED' });
    expect([...cache.entries.keys()]).toStrictEqual([]);
    await flags.close();
  });

  it('does not follow an index that another process has started from scratch', async () => {
    const { cache, flags, provider } = await emptied();
    const other = await providerOn(cache);
    for (let i = 0; i < 9; i++) await write(other, 'sale', true);
    await flags.refresh();
    expect([flags.isEnabled('search'), flags.isEnabled('sale')]).toEqual([true, false]);
    expect(await provider.restore()).toBe(2);
    await flags.refresh();
    expect([flags.isEnabled('search'), flags.isEnabled('sale')]).toEqual([true, true]); // what is newer stays
    expect(flags.status().state).toBe('ready');
    await flags.close();
  });

  it('restores them, and accepts writes again with continuing versions', async () => {
    const { flags, provider } = await emptied();
    expect(await provider.restore()).toBe(3);
    await expect(provider.restore()).rejects.toThrow('has not lost anything');
    await flags.saveFlag('search', false);
    await flags.refresh();
    expect([flags.isEnabled('search'), flags.status().state, flags.getSegments().size]).toEqual([false, 'ready', 1]);
    expect(flags.getFlags().get('search')?.version).toBe(5);
    await flags.close();
  });
});
