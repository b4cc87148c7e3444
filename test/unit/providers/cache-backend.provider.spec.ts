import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';
import { parseFlag } from '../../../lib/engine/parse/parse-flag.js';
import { parseSegment } from '../../../lib/engine/targeting/schema/parse-segment.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { removeFrom, type FlagCacheBackend } from '../../../lib/providers/cache/cache-backend.js';
import { CacheBackendProvider } from '../../../lib/providers/cache-backend.provider.js';
import { ProviderFailedError } from '../../../lib/providers/provider.errors.js';
import { ManualClock } from '../../../lib/testing/manual-clock.js';
import { MapCache } from '../../support/map-cache.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { keysOf, providerOn, write, writeSegment } from './cache-providers.js';

const IN_TEN_YEARS = Date.now() + 10 * 365 * 86_400_000;

/** What a release that knows no segments makes of the index when it writes a flag. */
function forgetSegments(cache: MapCache): void {
  const { version, keys } = JSON.parse(cache.entries.get('shop:index') ?? '{}');
  cache.entries.set('shop:index', JSON.stringify({ version: version + 1, keys }));
}

describe('CacheBackendProvider', () => {
  afterEach(() => void jest.useRealTimers());

  describe('stores', () => {
    it('one entry for each flag and segment, and an index that lists them, all below its prefix', async () => {
      const cache = new MapCache();
      const provider = await providerOn(cache, { search: true, 'eu/sale': false });
      await provider.write({ key: 'search', flag: undefined });
      await writeSegment(provider, 'staff', { include: ['ada'] });
      await writeSegment(provider, 'testers', {});
      await provider.writeSegment({ key: 'testers', segment: undefined });
      expect(Object.fromEntries([...cache.entries].map(([key, entry]) => [key, JSON.parse(entry)]))).toEqual({
        'shop:index': { id: expect.any(String), version: 6, keys: ['eu/sale'], segments: ['staff'] },
        'shop:flag:eu/sale': { key: 'eu/sale', type: 'boolean', enabled: false, version: 2 },
        'shop:segment:staff': { key: 'staff', include: ['ada'], version: 4 },
      });
    });

    it('entries beside others in one cache, separate from them', async () => {
      const cache = new MapCache();
      const shop = await providerOn(cache, { search: true });
      const bakery = await providerOn(cache, { bread: true }, 'bakery');
      expect(await keysOf(shop)).toEqual(['search']);
      expect(await keysOf(bakery)).toEqual(['bread']);
    });

    it('entries where other processes read them', async () => {
      const cache = new MapCache();
      const mine = await providerOn(cache, { search: true });
      const theirs = await providerOn(cache);
      expect(await keysOf(theirs)).toEqual(['search']);
      const flag = parseFlag('search', false);
      await theirs.write({ key: 'search', flag, expectedVersion: 1 });
      await expect(mine.write({ key: 'search', flag, expectedVersion: 1 })).rejects.toMatchObject({ actualVersion: 2 });
    });

    it('entries under "feature-flags", as "cache-backend", by default', async () => {
      const cache = new MapCache();
      const provider = new CacheBackendProvider(cache);
      await write(provider, 'search', true);
      expect([...cache.entries.keys()]).toEqual(['feature-flags:flag:search', 'feature-flags:index']);
      expect(provider.name).toBe('cache-backend');
      expect(new CacheBackendProvider(cache, { name: 'redis' }).name).toBe('redis');
    });

    it.each<[string, () => FlagCacheBackend]>([
      ['Keyv', () => new Keyv({ ttl: 1000 })],
      ['cache-manager', () => createCache({ ttl: 1000 })],
      ['cache-manager over Keyv', () => createCache({ ttl: 1000, stores: [new Keyv({ ttl: 1000 })] })],
    ])('entries permanently, although everything else in the cache expires: %s', async (_, open) => {
      jest.useFakeTimers({ doNotFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'nextTick', 'queueMicrotask'] });
      const cache = open();
      const provider = await providerOn(cache, { search: true });
      await cache.set('basket', 'full');
      jest.setSystemTime(IN_TEN_YEARS);
      expect((await cache.get('basket')) ?? 'gone').toBe('gone');
      expect(await keysOf(provider)).toEqual(['search']);
    });

    it('no probes permanently', async () => {
      const cache = new MapCache();
      expect(await keysOf(await providerOn(cache))).toStrictEqual([]);
      expect([...cache.entries.keys()]).toStrictEqual([]);
    });
  });

  describe('when an entry', () => {
    it.each<[string, (cache: MapCache) => void, RegExp]>([
      [
        'is not a flag',
        (cache) => cache.entries.set('shop:flag:sale', '{"type":"maybe"}'),
        /sale\.type: must be one of/,
      ],
      ['is another flag', (cache) => cache.entries.set('shop:flag:sale', '{"key":"x","type":"boolean"}'), /sale\.key/],
      ['is broken', (cache) => cache.entries.set('shop:flag:sale', '{"type":'), /"shop:flag:sale" cannot be read/],
      ['is evicted', (cache) => cache.entries.delete('shop:flag:sale'), /"shop:flag:sale" is missing from the cache/],
    ])('%s, delivers the others and reports it', async (_, damage, message) => {
      const cache = new MapCache();
      const provider = await providerOn(cache, { search: true, sale: true, premium: true });
      damage(cache);
      const { flags, problems } = await provider.load();
      expect(Object.keys(flags)).toEqual(['search', 'premium']);
      expect(problems).toEqual([{ kind: 'flag', key: 'sale', message: expect.stringMatching(message) }]);
    });

    it('belonging to a segment is broken, reports it as a segment, and treats it as never written', async () => {
      const cache = new MapCache();
      const provider = await providerOn(cache, { staff: true });
      await writeSegment(provider, 'staff', { include: ['ada'] });
      await writeSegment(provider, 'testers', {});
      cache.entries.set('shop:segment:staff', '{"include":[7]}');
      const { flags, segments, problems } = await provider.load();
      expect([Object.keys(flags), Object.keys(segments ?? {})]).toEqual([['staff'], ['testers']]);
      const message = expect.stringMatching(/^segments\.staff\.include\[0\]: /);
      expect(problems).toEqual([{ kind: 'segment', key: 'staff', message }]);

      const segment = parseSegment('staff', { include: ['ada'] });
      const late = provider.writeSegment({ key: 'staff', segment, expectedVersion: 2 });
      await expect(late).rejects.toMatchObject({ kind: 'segment', actualVersion: 0 });
      expect(await provider.writeSegment({ key: 'staff', segment, expectedVersion: 0 })).toMatchObject({ version: 4 });
    });

    it('breaks, keeps its last good definition until it is repaired', async () => {
      const cache = new MapCache();
      const provider = await providerOn(cache, { search: true, sale: true });
      const logger = new RecordingLogger();
      const flags = await FlagManager.create({ providers: [provider], logger, clock: new ManualClock() });
      cache.entries.set('shop:flag:sale', '{"type":');
      await write(provider, 'search', false);
      await flags.refresh();
      expect([flags.isEnabled('search'), flags.isEnabled('sale')]).toEqual([false, true]);
      expect(await logger.line(/their last valid versions stay in force/)).toContain('flag "sale"');

      await write(provider, 'sale', false);
      await flags.refresh();
      expect(flags.isEnabled('sale')).toBe(false);
      expect(await logger.line(/has recovered/)).toContain('"cache-backend"');
      await flags.close();
    });

    it('is broken, treats it as never written and accepts a replacement', async () => {
      const cache = new MapCache();
      const provider = await providerOn(cache, { sale: true });
      cache.entries.set('shop:flag:sale', '7');
      const flag = parseFlag('sale', false);
      await expect(provider.write({ key: 'sale', flag, expectedVersion: 1 })).rejects.toMatchObject({
        actualVersion: 0,
      });
      expect(await provider.write({ key: 'sale', flag, expectedVersion: 0 })).toMatchObject({ version: 2 });
      expect((await provider.load()).problems).toStrictEqual([]);
    });
  });

  it.each([
    '"text"',
    '7',
    '[]',
    '{"keys":["search"]}',
    '{"version":1,"keys":["a search"]}',
    '{"version":"1","keys":[]}',
    '{"version":1,"keys":[],"segments":null}',
    '{"version":1,"keys":[],"segments":["the staff"]}',
  ])('rejects an invalid index instead of starting from scratch: %s', async (index) => {
    const cache = new MapCache();
    const provider = await providerOn(cache, { search: true });
    cache.entries.set('shop:index', index);
    await expect(provider.load()).rejects.toThrow('its entry "shop:index" is not an index of flags: remove it');
    await expect(write(provider, 'sale', true)).rejects.toThrow(ProviderFailedError);
    expect(cache.entries.get('shop:index')).toBe(index);
  });

  describe('beside processes of an older release without segments', () => {
    it('reads what they have stored, and adds to it', async () => {
      const cache = new MapCache();
      await providerOn(cache, { search: true });
      forgetSegments(cache);
      const provider = await providerOn(cache);
      expect(await provider.load()).toMatchObject({ flags: { search: {} }, segments: {}, problems: [] });
      expect(await writeSegment(provider, 'staff', {})).toMatchObject({ version: 3 });
      expect(await provider.load()).toMatchObject({ flags: { search: {} }, segments: { staff: {} } });
    });

    it('keeps its known segments when they write the index, and lists them again', async () => {
      const cache = new MapCache();
      const provider = await providerOn(cache, { search: true });
      await writeSegment(provider, 'staff', { include: ['ada'] });
      forgetSegments(cache);
      expect((await provider.load()).segments).toMatchObject({ staff: { include: ['ada'] } });
      await write(provider, 'search', false);
      expect((await (await providerOn(cache)).load()).segments).toMatchObject({ staff: { include: ['ada'] } });
    });
  });

  describe('rejects a write', () => {
    it.each(['shop:flag:search', 'shop:index'])('to a flag when the cache does not keep %s', async (lost) => {
      const cache = new MapCache();
      const provider = await providerOn(cache, { sale: true });
      const set = cache.set.bind(cache);
      cache.set = async (key, value) => (key === lost ? true : await set(key, value));
      await expect(write(provider, 'search', true)).rejects.toThrow(`does not store "${lost}"`);
      expect(await keysOf(provider)).toEqual(['sale']);
    });

    it.each(['shop:segment:testers', 'shop:index'])('to a segment when the cache does not keep %s', async (lost) => {
      const cache = new MapCache();
      const provider = await providerOn(cache);
      await writeSegment(provider, 'staff', {});
      const set = cache.set.bind(cache);
      cache.set = async (key, value) => (key === lost ? true : await set(key, value));
      await expect(writeSegment(provider, 'testers', {})).rejects.toThrow(`does not store "${lost}"`);
      expect(Object.keys((await provider.load()).segments ?? {})).toEqual(['staff']);
    });

    it('when the cache returns something else', async () => {
      const cache = new MapCache();
      cache.set = async (key, value) => cache.entries.set(key, JSON.stringify({ ...(value as object), version: 0 }));
      await expect(write(await providerOn(cache), 'search', true)).rejects.toThrow(
        'it does not return the written value',
      );
    });

    it('without affecting the next one', async () => {
      const cache = new MapCache();
      const provider = await providerOn(cache);
      const set = cache.set.bind(cache);
      cache.set = () => Promise.reject(new Error('is full'));
      await expect(write(provider, 'search', true)).rejects.toThrow('is full');
      cache.set = set;
      expect(await write(provider, 'search', true)).toMatchObject({ version: 1 });
    });
  });

  it('writes flags and segments at once, and loses none of them', async () => {
    const provider = await providerOn(new MapCache());
    const keys = Array.from({ length: 5 }, (_, i) => `group_${i}`);
    await Promise.all(keys.flatMap((key) => [write(provider, key, true), writeSegment(provider, key, {})]));
    const { flags, segments = {} } = await provider.load();
    expect([Object.keys(flags), Object.keys(segments)]).toEqual([keys, keys]);
  });

  it('reports flags before segments, whichever the cache returns first', async () => {
    const cache = new MapCache();
    const provider = await providerOn(cache, { search: true });
    await writeSegment(provider, 'staff', {});
    cache.entries.delete('shop:flag:search');
    cache.entries.delete('shop:segment:staff');
    const get = cache.get.bind(cache);
    for (const slow of [':flag:', ':segment:']) {
      cache.get = async (key) => {
        if (key.includes(slow)) await setImmediate();
        return await get(key);
      };
      expect((await provider.load()).problems?.map(({ kind }) => kind)).toEqual(['flag', 'segment']);
    }
  });

  it('removes by the method that the cache has for it, or by the index alone', async () => {
    const removed: string[] = [];
    const remove = async (key: string) => removed.push(key);
    const bare = { get: async () => undefined, set: async () => true };
    await removeFrom({ ...bare, del: remove }, 'a');
    await removeFrom({ ...bare, delete: remove }, 'b');
    await removeFrom(bare, 'c');
    expect(removed).toEqual(['a', 'b']);

    const cache = new MapCache();
    const provider = await providerOn({ get: (key) => cache.get(key), set: (key, value) => cache.set(key, value) });
    await write(provider, 'search', true);
    await provider.write({ key: 'search', flag: undefined });
    expect(await keysOf(provider)).toStrictEqual([]);
  });
});
