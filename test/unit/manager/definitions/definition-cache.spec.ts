import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createCache } from 'cache-manager';
import { requestPreparationOf } from '../../../../lib/manager/manager-components.js';
import type { FlagCacheBackend } from '../../../../lib/providers/cache/cache-backend.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { delivers, PolledProvider, rejects, WatchedProvider } from '../fake-providers.js';
import { managers, settled } from '../managers.js';
import { minute, RecordingCache } from './cached-providers.js';

const start = managers();

const refuse = () => Promise.reject(new Error('cache is down'));
const hang = () => new Promise<never>(() => {});
const bite = () => {
  throw new Error('not connected');
};

describe('Definitions of a polled source', () => {
  it.each([
    ['60 seconds unless told', undefined, minute],
    ['a number of seconds', 5, 5000],
    ['half a second', 0.5, 500],
    ['milliseconds as text', '500ms', 500],
    ['minutes as text', '2m', 2 * minute],
  ] as const)('are read again after exactly %s, not before', async (_, cacheTtl, ttl) => {
    const remote = new PolledProvider(delivers({ dark_mode: false }));
    const { flags, clock } = await start({ providers: [remote], cacheTtl });
    remote.answer = delivers({ dark_mode: true });
    clock.advance(ttl - 1);
    await settled();
    expect([remote.loads, flags.isEnabled('dark_mode')]).toEqual([1, false]);
    clock.advance(1);
    await settled();
    expect([remote.loads, flags.isEnabled('dark_mode')]).toEqual([2, true]);
    clock.advance(ttl - 1);
    await settled();
    expect(remote.loads).toBe(2);
    clock.advance(1);
    await settled();
    expect([remote.loads, clock.pending]).toEqual([3, 1]);
  });

  it('are cached for no longer than that, under the namespace and the name of the source', async () => {
    const cache = new RecordingCache();
    await start({
      providers: [new PolledProvider(delivers({ dark_mode: true }))],
      cache,
      cacheTtl: 5,
      cacheNamespace: 'shop',
    });
    expect(cache.sets).toEqual([
      [
        'shop:definitions:remote',
        {
          flags: { dark_mode: { key: 'dark_mode', type: 'boolean', enabled: true } },
          segments: {},
          problems: [],
          readAt: Date.parse('2026-01-01'),
        },
        5000,
      ],
    ]);
  });

  it('are not read again because requests need them', async () => {
    const remote = new PolledProvider(delivers({ dark_mode: true }));
    const { flags } = await start({ providers: [remote] });
    expect(requestPreparationOf(flags).readDefinitions()).toBeUndefined();
    expect(remote.loads).toBe(1);
  });

  it('are each read at their own age when there are two sources', async () => {
    const [one, two] = [new PolledProvider(delivers({}), 'one'), new PolledProvider(delivers({}), 'two')];
    const cache = createCache();
    const clock = new ManualClock();
    await start({ providers: [one], cache, clock });
    clock.advance(20_000);
    await start({ providers: [one, two], cache, clock });
    expect([one.loads, two.loads]).toEqual([1, 1]);
    clock.advance(40_000);
    await settled();
    expect(one.loads).toBeGreaterThan(1);
    expect(two.loads).toBe(1);
    clock.advance(20_000);
    await settled();
    expect(two.loads).toBe(2);
  });
});

describe('A manager with cacheTtl 0', () => {
  it('reads again before each request, and never on its own', async () => {
    const remote = new PolledProvider(delivers({ dark_mode: false }));
    const cache = new RecordingCache();
    const { flags, clock } = await start({ providers: [remote], cacheTtl: 0, cache });
    remote.answer = delivers({ dark_mode: true });
    clock.advance(100 * minute);
    await settled();
    expect([remote.loads, clock.pending]).toEqual([1, 0]);
    await requestPreparationOf(flags).readDefinitions();
    expect([remote.loads, flags.isEnabled('dark_mode')]).toEqual([2, true]);
    await requestPreparationOf(flags).readDefinitions();
    expect([remote.loads, cache.sets.length]).toEqual([3, 0]);
  });

  it('lets concurrent requests share a read that began after each of them', async () => {
    const remote = new PolledProvider(delivers({}));
    const { flags } = await start({ providers: [remote], cacheTtl: '0s' });
    await Promise.all(
      Array.from({ length: 100 }, () => Promise.resolve(requestPreparationOf(flags).readDefinitions())),
    );
    expect(remote.loads - 1).toBeGreaterThan(0);
    expect(remote.loads - 1).toBeLessThanOrEqual(2);
  });

  it('waits for nothing if all sources announce their changes', async () => {
    const { flags } = await start({ initialFlags: shopFlags, cacheTtl: 0 });
    expect(requestPreparationOf(flags).readDefinitions()).toBeUndefined();
    await flags.close();
    expect(requestPreparationOf(flags).readDefinitions()).toBeUndefined();
  });

  it('serves a request with the last good flags when the source fails', async () => {
    const remote = new PolledProvider(delivers({ dark_mode: true }));
    const { flags } = await start({ providers: [remote], cacheTtl: 0 });
    remote.answer = rejects('connection refused');
    await requestPreparationOf(flags).readDefinitions();
    expect(flags.isEnabled('dark_mode')).toBe(true);
  });
});

describe('A broken cache', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is bypassed, and reported once', async () => {
    const cache: FlagCacheBackend = { get: refuse, set: refuse, del: refuse };
    const remote = new PolledProvider(delivers({ dark_mode: false }));
    const { flags, clock, logger } = await start({ providers: [remote], cache });
    remote.answer = delivers({ dark_mode: true });
    clock.advance(minute);
    await settled();
    await flags.refresh();
    expect([flags.isEnabled('dark_mode'), flags.status().state, remote.loads]).toEqual([true, 'ready', 3]);
    expect(logger.warnings).toEqual([expect.stringContaining('cache is down')]);
    expect(logger.errors).toStrictEqual([]);
  });

  it('is bypassed when it throws at once', async () => {
    const { flags, logger } = await start({
      providers: [new PolledProvider(delivers({ dark_mode: true }))],
      cache: { get: bite, set: bite },
    });
    await flags.refresh();
    expect(flags.isEnabled('dark_mode')).toBe(true);
    expect(logger.warnings).toHaveLength(1);
  });

  it('is bypassed after one second when it hangs', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick'] });
    const remote = new PolledProvider(delivers({ dark_mode: true }));
    const starting = start({ providers: [remote], cache: { get: hang, set: hang, del: hang } });
    await jest.advanceTimersByTimeAsync(999);
    expect(remote.loads).toBe(0);
    await jest.advanceTimersByTimeAsync(1);
    expect(remote.loads).toBe(1);
    await jest.advanceTimersByTimeAsync(1000);
    const { flags, logger } = await starting;
    expect(flags.isEnabled('dark_mode')).toBe(true);
    expect(logger.warnings).toEqual([expect.stringContaining('did not answer within 1000 ms')]);
  });
});

describe('A source that announces its changes', () => {
  it('is not cached, and its changes are read from the source itself', async () => {
    const cache = new RecordingCache();
    const file = new WatchedProvider(delivers({ dark_mode: false }));
    const { flags } = await start({ providers: [file], initialFlags: shopFlags, cache });
    file.answer = delivers({ dark_mode: true });
    file.announce();
    await settled();
    expect(flags.isEnabled('dark_mode')).toBe(true);
    expect(cache.sets).toStrictEqual([]);
  });
});
