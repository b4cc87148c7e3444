import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';
import type { Flag } from '../../../../lib/engine/flag.js';
import { parseSegment } from '../../../../lib/engine/targeting/schema/parse-segment.js';
import type { Segment } from '../../../../lib/engine/targeting/segment.js';
import { DefinitionCache } from '../../../../lib/manager/definitions/definition-cache.js';
import type { FlagCacheBackend } from '../../../../lib/providers/cache/cache-backend.js';
import {
  isSegmentWritable,
  isWritable,
  type FlagProvider,
  type FlagWrite,
  type SegmentWrite,
  type WritableFlagProvider,
} from '../../../../lib/providers/flag-provider.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { delivers, heldBack, PolledProvider, rejects, WatchedProvider } from '../fake-providers.js';
import { managers, settled } from '../managers.js';
import { requestPreparationOf } from '../../../../lib/manager/flag-manager.js';

const start = managers();
const minute = 60_000;
const key = 'feature-flags:definitions:remote';

/** A remote table of flags: polled, writable, without any announcement. */
class Table extends PolledProvider implements WritableFlagProvider {
  async write({ key: name, flag }: FlagWrite): Promise<Flag | undefined> {
    const stored = flag === undefined ? undefined : { ...flag, version: (flag.version ?? 0) + 1 };
    this.answer = delivers(stored === undefined ? {} : { [name]: stored });
    return stored;
  }
}

/** A table that takes segments, too. */
class TableWithSegments extends Table {
  async writeSegment({ key: name, segment }: SegmentWrite): Promise<Segment | undefined> {
    this.answer = () => ({ flags: {}, segments: segment === undefined ? {} : { [name]: segment } });
    return segment;
  }
}

/** A provider, read through a cache of its own or the given one. */
function cached(provider: FlagProvider, cache: FlagCacheBackend = new RecordingCache()): FlagProvider {
  const clock = new ManualClock();
  const options = { ttl: minute, namespace: 'feature-flags', clock, logger: new RecordingLogger() };
  return new DefinitionCache(cache, options).wrap(provider);
}

const refuse = () => Promise.reject(new Error('cache is down'));
const hang = () => new Promise<never>(() => {});
const bite = () => {
  throw new Error('not connected');
};

class RecordingCache implements FlagCacheBackend {
  readonly sets: [string, unknown, number | undefined][] = [];
  readonly values = new Map<string, unknown>();

  async get(name: string): Promise<unknown> {
    return this.values.get(name);
  }

  async set(name: string, value: unknown, ttl?: number): Promise<void> {
    this.sets.push([name, value, ttl]);
    this.values.set(name, structuredClone(value));
  }

  async del(name: string): Promise<void> {
    this.values.delete(name);
  }
}

describe('Definitions of a source that has to be asked', () => {
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

  it('are cached for no longer than that, below the namespace and the name of the source', async () => {
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

  it('are not read again because somebody asks before each request', async () => {
    const remote = new PolledProvider(delivers({ dark_mode: true }));
    const { flags } = await start({ providers: [remote] });
    expect(requestPreparationOf(flags).readDefinitions()).toBeUndefined();
    expect(remote.loads).toBe(1);
  });

  it('of two sources are each read at their own age', async () => {
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

describe('cacheTtl 0', () => {
  it('reads again before each request, and never by itself', async () => {
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

  it('has nothing to wait for where all sources announce their changes', async () => {
    const { flags } = await start({ initialFlags: shopFlags, cacheTtl: 0 });
    expect(requestPreparationOf(flags).readDefinitions()).toBeUndefined();
    await flags.close();
    expect(requestPreparationOf(flags).readDefinitions()).toBeUndefined();
  });

  it('lets a request go on with the last good flags when the source fails', async () => {
    const remote = new PolledProvider(delivers({ dark_mode: true }));
    const { flags } = await start({ providers: [remote], cacheTtl: 0 });
    remote.answer = rejects('connection refused');
    await requestPreparationOf(flags).readDefinitions();
    expect(flags.isEnabled('dark_mode')).toBe(true);
  });
});

describe.each<[string, () => FlagCacheBackend]>([
  ['cache-manager cache', () => createCache()],
  ['Keyv store', () => new Keyv()],
])('A %s that instances share', (_, make) => {
  it('makes them read the source once for all of them', async () => {
    const clock = new ManualClock();
    const cache = make();
    const remote = new PolledProvider(delivers({ dark_mode: true, theme: shopFlags.theme }));
    const one = await start({ providers: [remote], cache, clock });
    const two = await start({ providers: [remote], cache, clock });
    expect(remote.loads).toBe(1);
    expect([one.flags, two.flags].map((flags) => flags.isEnabled('dark_mode'))).toEqual([true, true]);
    expect(two.flags.getFlags().get('theme')).toEqual(one.flags.getFlags().get('theme'));
  });

  it('does not add to the age that definitions may have', async () => {
    const clock = new ManualClock();
    const cache = make();
    const remote = new PolledProvider(delivers({ dark_mode: false }));
    await start({ providers: [remote], cache, clock });
    clock.advance(50_000);
    const two = await start({ providers: [remote], cache, clock });
    remote.answer = delivers({ dark_mode: true });
    clock.advance(9999);
    await settled();
    expect([remote.loads, two.flags.isEnabled('dark_mode')]).toEqual([1, false]);
    clock.advance(1);
    await settled();
    expect(two.flags.isEnabled('dark_mode')).toBe(true);
  });

  it('is passed by, for all of them, when one is told to refresh', async () => {
    const clock = new ManualClock();
    const cache = make();
    const remote = new PolledProvider(delivers({ dark_mode: false }));
    const one = await start({ providers: [remote], cache, clock });
    remote.answer = delivers({ dark_mode: true });
    await one.flags.refresh();
    const two = await start({ providers: [remote], cache, clock });
    expect([remote.loads, one.flags.isEnabled('dark_mode'), two.flags.isEnabled('dark_mode')]).toEqual([2, true, true]);
  });

  it('forgets what was cached when a definition is written', async () => {
    const clock = new ManualClock();
    const cache = make();
    const table = new Table(delivers({ dark_mode: false }));
    const one = await start({ providers: [table], cache, clock });
    await one.flags.saveFlag('dark_mode', true);
    const two = await start({ providers: [table], cache, clock });
    expect(two.flags.isEnabled('dark_mode')).toBe(true);
  });
});

describe('Definitions in a cache', () => {
  it('of another namespace are not those of this application', async () => {
    const cache = createCache();
    const remote = new PolledProvider(delivers({ dark_mode: true }));
    await start({ providers: [remote], cache, cacheNamespace: 'shop' });
    const other = new PolledProvider(delivers({ dark_mode: false }));
    const { flags } = await start({ providers: [other], cache, cacheNamespace: 'warehouse' });
    expect(flags.isEnabled('dark_mode')).toBe(false);
  });

  it('that come from the future are not trusted', async () => {
    const cache = createCache();
    const remote = new PolledProvider(delivers({ dark_mode: true }));
    await start({ providers: [remote], cache, clock: new ManualClock('2027-01-01') });
    await start({ providers: [remote], cache, clock: new ManualClock('2026-01-01') });
    expect(remote.loads).toBe(2);
  });

  it.each([
    ['a text', 'flags'],
    ['null', null],
    ['flags that are null', { flags: null, readAt: Date.parse('2026-01-01') }],
    ['no time', { flags: { dark_mode: true } }],
    ['flags of an unknown type', { flags: { dark_mode: { type: 'magic' } }, readAt: Date.parse('2026-01-01') }],
  ])('that are %s are passed by', async (_, value) => {
    const cache = createCache();
    await cache.set(key, value);
    const remote = new PolledProvider(delivers({ dark_mode: true }));
    const { flags } = await start({ providers: [remote], cache });
    expect([remote.loads, flags.isEnabled('dark_mode'), flags.status().state]).toEqual([1, true, 'ready']);
  });

  it.each([
    ['nonsense', 7],
    ['a list of nonsense', [null, 7, { key: 1 }]],
  ])('with %s in place of problems are read all the same', async (_, problems) => {
    const cache = createCache();
    await cache.set(key, { flags: { dark_mode: true }, problems, readAt: Date.parse('2026-01-01') });
    const { flags } = await start({ providers: [new PolledProvider(delivers({}))], cache });
    expect([flags.isEnabled('dark_mode'), flags.status().state]).toEqual([true, 'ready']);
  });

  it('keep the problems of the source', async () => {
    const cache = createCache();
    const remote = new PolledProvider(() => ({ flags: {}, problems: [{ key: 'sale', message: 'is broken' }] }));
    await start({ providers: [remote], cache });
    const { flags } = await start({ providers: [remote], cache });
    expect(remote.loads).toBe(1);
    expect(flags.evaluate('sale').reason).toBe('provider_error');
  });

  it('never bring back what was there before a write', async () => {
    const table = new Table(delivers({ dark_mode: false }));
    const { flags, clock } = await start({ providers: [table], cacheTtl: 10 });
    const old = heldBack();
    table.answer = old.answer;
    clock.advance(10_000);
    await settled();
    await flags.saveFlag('dark_mode', true);
    old.give({ flags: { dark_mode: false } });
    await settled();
    expect(flags.isEnabled('dark_mode')).toBe(true);
    clock.advance(5000);
    await flags.refresh();
    clock.advance(10_000);
    await settled();
    expect(flags.isEnabled('dark_mode')).toBe(true);
  });

  it('that were read before a write are not cached for the next read', async () => {
    const cache = new RecordingCache();
    const table = new Table(delivers({ dark_mode: false }));
    const { flags, clock } = await start({ providers: [table], cache, cacheTtl: 10 });
    const old = heldBack();
    table.answer = old.answer;
    clock.advance(10_000);
    await settled();
    await flags.saveFlag('dark_mode', true);
    old.give({ flags: { dark_mode: false } });
    await settled();
    expect(JSON.stringify(cache.values.get(key) ?? {})).not.toContain('"enabled":false');
  });
});

describe('Segments in a cache', () => {
  const staff = parseSegment('staff', { include: ['ada'] });
  const answer = () => ({ flags: {}, segments: { staff } });

  it('are read from the source once, as flags are', async () => {
    const cache = new RecordingCache();
    const remote = new PolledProvider(answer);
    const sets = [await cached(remote, cache).load(), await cached(remote, cache).load()];
    expect(sets).toMatchObject([{ segments: { staff } }, { segments: { staff } }]);
    expect(remote.loads).toBe(1);
  });

  it('are none where an older release has cached flags without them', async () => {
    const cache = new RecordingCache();
    await cache.set(key, { flags: { dark_mode: true }, readAt: Date.parse('2026-01-01') });
    const remote = new PolledProvider(answer);
    expect(await cached(remote, cache).load()).toMatchObject({ flags: { dark_mode: {} }, segments: {} });
    expect(remote.loads).toBe(0);
  });

  it.each([null, 7, { staff: { include: 'ada' } }])('that are %j are passed by', async (segments) => {
    const cache = new RecordingCache();
    await cache.set(key, { flags: {}, segments, readAt: Date.parse('2026-01-01') });
    const remote = new PolledProvider(answer);
    expect(await cached(remote, cache).load()).toMatchObject({ segments: { staff } });
    expect(remote.loads).toBe(1);
  });

  it('that cannot be read at the source are cached as problems', async () => {
    const cache = new RecordingCache();
    const remote = new PolledProvider(() => ({ flags: {}, segments: { staff: { include: 'ada' } } }));
    const problems = [{ kind: 'segment', key: 'staff', message: expect.stringContaining('segments.staff.include') }];
    expect(await cached(remote, cache).load()).toMatchObject({ segments: {}, problems });
    expect(await cached(remote, cache).load()).toMatchObject({ segments: {}, problems });
    expect(remote.loads).toBe(1);
  });

  it('keep their problems, and the kind of each', async () => {
    const cache = new RecordingCache();
    const problems = [
      { key: 'staff', message: 'is broken', kind: 'segment' as const },
      { key: 'sale', message: 'is broken' },
    ];
    const remote = new PolledProvider(() => ({ flags: {}, problems }));
    await cached(remote, cache).load();
    expect((await cached(remote, cache).load()).problems).toEqual(problems);
    expect(remote.loads).toBe(1);
  });

  it('are forgotten when one is written, also when that fails', async () => {
    const table = new TableWithSegments(answer);
    const provider = cached(table);
    await provider.load();
    if (!isSegmentWritable(provider)) throw new Error('the wrapper takes no segments');
    expect(await provider.writeSegment({ key: 'testers', segment: parseSegment('testers', {}) })).toBeDefined();
    expect((await provider.load()).segments).toHaveProperty('testers');
    table.writeSegment = () => {
      throw new Error('the table is locked');
    };
    await expect(provider.writeSegment({ key: 'testers', segment: undefined })).rejects.toThrow('is locked');
    await provider.load();
    expect(table.loads).toBe(3);
  });

  it('can be written where the source takes them, and only there', () => {
    const sources = [new PolledProvider(answer), new Table(answer), new TableWithSegments(answer)];
    const wrapped = sources.map((source) => cached(source));
    expect(wrapped.map(isWritable)).toEqual([false, true, true]);
    expect(wrapped.map(isSegmentWritable)).toEqual([false, false, true]);
  });
});

describe('A cache that does not work', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is done without, and reported once', async () => {
    const cache: FlagCacheBackend = { get: refuse, set: refuse, del: refuse };
    const remote = new PolledProvider(delivers({ dark_mode: false }));
    const { flags, clock, logger } = await start({ providers: [remote], cache });
    remote.answer = delivers({ dark_mode: true });
    clock.advance(minute);
    await settled();
    await flags.refresh();
    expect([flags.isEnabled('dark_mode'), flags.status().state, remote.loads]).toEqual([true, 'ready', 3]);
    expect(logger.warnings).toEqual([expect.stringContaining('cache is down')]);
    expect(logger.errors).toEqual([]);
  });

  it('because it throws at once is done without', async () => {
    const { flags, logger } = await start({
      providers: [new PolledProvider(delivers({ dark_mode: true }))],
      cache: { get: bite, set: bite },
    });
    await flags.refresh();
    expect(flags.isEnabled('dark_mode')).toBe(true);
    expect(logger.warnings).toHaveLength(1);
  });

  it('because it hangs is waited for one second, then done without', async () => {
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
  it('is not cached: what it announces is read from itself', async () => {
    const cache = new RecordingCache();
    const file = new WatchedProvider(delivers({ dark_mode: false }));
    const { flags } = await start({ providers: [file], initialFlags: shopFlags, cache });
    file.answer = delivers({ dark_mode: true });
    file.announce();
    await settled();
    expect(flags.isEnabled('dark_mode')).toBe(true);
    expect(cache.sets).toEqual([]);
  });
});
