import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Flag } from '../../../../lib/engine/flag.js';
import { parseFlag } from '../../../../lib/engine/parse/parse-flag.js';
import { parseSegment } from '../../../../lib/engine/targeting/schema/parse-segment.js';
import type {
  FlagProblem,
  FlagSet,
  FlagWrite,
  SegmentWrite,
  Unwatch,
} from '../../../../lib/providers/flag-provider.js';
import { ProviderLayer } from '../../../../lib/providers/layers/provider-layer.js';
import { Deferred } from '../../../support/deferred.js';
import { ScriptedProvider, WatchedProvider } from '../../../support/scripted-provider.js';

function layerOf(provider: ScriptedProvider, now = () => 0): ProviderLayer {
  return new ProviderLayer(provider, { timeout: 1000, now });
}

/** The provider, which now takes every write. */
function writable<P extends ScriptedProvider>(provider: P) {
  return Object.assign(provider, {
    write: async ({ flag }: FlagWrite) => flag,
    writeSegment: async ({ segment }: SegmentWrite) => segment,
  });
}

/** Which flags a layer holds, and whether they are on. */
function switchesOf({ flags }: ProviderLayer): Record<string, boolean> {
  return Object.fromEntries([...flags.all.values()].map(({ key, enabled }) => [key, enabled]));
}

describe('ProviderLayer', () => {
  afterEach(() => void jest.useRealTimers());

  it('is pending until it is read', () => {
    expect(layerOf(new ScriptedProvider('store')).status()).toEqual({
      name: 'store',
      state: 'pending',
      since: '1970-01-01T00:00:00.000Z',
      flags: 0,
      segments: 0,
      failures: 0,
      problems: [],
    });
  });

  it('reports since when it is in its state, not when it was last read', async () => {
    let now = 1000;
    const store = new ScriptedProvider('store', { search: true });
    const layer = layerOf(store, () => now);
    const statesAt = async (time: number) => {
      now = time;
      await layer.read();
      const { state, since } = layer.status();
      return [state, Date.parse(since)];
    };
    expect(await statesAt(2000)).toEqual(['loaded', 2000]);
    expect(await statesAt(3000)).toEqual(['loaded', 2000]);
    store.fail('away');
    expect(await statesAt(4000)).toEqual(['stale', 4000]);
    expect(await statesAt(5000)).toEqual(['stale', 4000]);
    store.deliver({});
    expect(await statesAt(6000)).toEqual(['loaded', 6000]);
  });

  it('stays failed, not stale, while it was never read', async () => {
    const store = new ScriptedProvider('store');
    store.fail('away');
    const layer = layerOf(store);
    await layer.read();
    await layer.read();
    expect(layer.status()).toMatchObject({ state: 'failed', error: 'away' });
  });

  it.each([undefined, null, 'a text', 7])('treats a rejection with %p as a failure', async (reason) => {
    const store = new ScriptedProvider('store');
    store.onLoad = () => Promise.reject(reason);
    const layer = layerOf(store);
    await layer.read();
    expect(layer.status()).toMatchObject({ state: 'failed', error: expect.any(String) });
    expect(layer.needsPolling).toBe(true);
  });

  it('ignores an earlier read that ends after a later one', async () => {
    const store = new ScriptedProvider('store');
    const slow = new Deferred<FlagSet>();
    store.onLoad = () => slow.promise;
    const layer = layerOf(store);
    const first = layer.read();
    store.deliver({ search: true });
    await layer.read();
    slow.resolve({ flags: { search: false } });
    await first;
    expect(layer.flags.all.get('search')?.enabled).toBe(true);
  });

  it('ignores an earlier failure that comes after a later success', async () => {
    const store = new ScriptedProvider('store');
    const slow = new Deferred<FlagSet>();
    store.onLoad = () => slow.promise;
    const layer = layerOf(store);
    const first = layer.read();
    store.deliver({ search: true });
    await layer.read();
    slow.reject(new Error('away'));
    await first;
    expect(layer.status()).toMatchObject({ state: 'loaded', flags: 1 });
  });

  it('reads again when a change is announced during a read', async () => {
    const store = new WatchedProvider('store');
    const layer = layerOf(store);
    await layer.watch(() => {});
    const slow = new Deferred<FlagSet>();
    store.onLoad = () => slow.promise;
    const reading = layer.read();
    store.announce();
    slow.resolve({ flags: { search: false } });
    await reading;
    expect(layer.hasAnnounced).toBe(true);
    store.deliver({ search: true });
    await layer.read();
    expect(layer.flags.all.get('search')?.enabled).toBe(true);
    expect(layer.hasAnnounced).toBe(false);
  });

  it.each<[string, Flag | undefined]>([
    ['changed', parseFlag('search', { type: 'percentage', percentage: 5 })],
    ['deleted', undefined],
  ])('reads again when another writer has %s a flag before its own write is answered', async (_, theirs) => {
    const store = writable(new WatchedProvider('store'));
    const layer = layerOf(store);
    const announced: unknown[] = [];
    await layer.watch((...announcement) => announced.push(announcement));
    await layer.read();
    const flag = parseFlag('search', true);
    const writing = layer.write(store, { key: 'search', flag });
    store.announce(undefined, { flags: { search: flag } });
    store.announce(undefined, { flags: { search: theirs ?? null } });
    await writing;
    expect([layer.hasAnnounced, announced.at(-1)]).toEqual([true, [undefined, undefined]]);
    store.deliver(theirs === undefined ? {} : { search: theirs });
    await layer.read();
    expect(layer.flags.all.get('search')).toEqual(theirs);
  });

  it('does not read again when its own write is announced before it is answered', async () => {
    const store = writable(new WatchedProvider('store'));
    const layer = layerOf(store);
    await layer.watch(() => {});
    await layer.read();
    const writing = layer.write(store, { key: 'search', flag: parseFlag('search', true) });
    store.announce(undefined, { flags: { search: true } });
    await writing;
    expect([layer.hasAnnounced, switchesOf(layer)]).toEqual([false, { search: true }]);
  });

  it('prefers a write to reads that began before it, and takes over everything else from them', async () => {
    const store = writable(new ScriptedProvider('store', { search: false, sale: true, theme: true }));
    const layer = layerOf(store);
    await layer.read();
    const slow = new Deferred<FlagSet>();
    store.onLoad = () => slow.promise;
    const reading = layer.read();
    await layer.write(store, { key: 'search', flag: parseFlag('search', true) });
    await layer.write(store, { key: 'sale', flag: undefined });
    await layer.writeSegment(store, { key: 'staff', segment: parseSegment('staff', { include: ['ada'] }) });
    slow.resolve({ flags: { search: false, sale: true, theme: false }, segments: { testers: {} } });
    await reading;
    expect(switchesOf(layer)).toEqual({ search: true, theme: false });
    expect([...layer.segments.all.keys()]).toEqual(['testers', 'staff']);
    expect(layer.status().state).toBe('loaded');

    store.deliver({ search: false, sale: true });
    await layer.read();
    expect(switchesOf(layer)).toEqual({ search: false, sale: true });
    expect([...layer.segments.all.keys()]).toStrictEqual([]);
  });

  it('keeps the last good state of a definition that becomes unreadable, and drops it once it is removed', async () => {
    const store = new ScriptedProvider('store', { search: true }, { staff: { include: ['ada'] } });
    const layer = layerOf(store);
    await layer.read();
    const problems: FlagProblem[] = [
      { key: 'search', message: 'is broken' },
      { key: 'staff', message: 'is broken', kind: 'segment' },
    ];
    store.onLoad = () => ({ flags: {}, problems });
    await layer.read();
    await layer.read();
    expect(layer.status()).toMatchObject({ state: 'loaded', flags: 1, segments: 1, problems });
    store.deliver({});
    await layer.read();
    expect(layer.status()).toMatchObject({ flags: 0, segments: 0, problems: [] });
  });

  it('keeps the last good state of an unreadable flag and segment, and takes over the others', async () => {
    const store = new ScriptedProvider('store', { search: true }, { staff: { include: ['ada'] } });
    const layer = layerOf(store);
    await layer.read();
    store.deliver({ search: false, sale: { type: 'maybe' } }, { staff: { include: [7] } });
    await layer.read();
    expect(layer.status()).toMatchObject({
      state: 'loaded',
      problems: [
        { kind: 'flag', key: 'sale', message: expect.stringContaining('sale.type') },
        { kind: 'segment', key: 'staff', message: expect.stringContaining('segments.staff.include[0]') },
      ],
    });
    expect(switchesOf(layer)).toEqual({ search: false });
    expect(layer.segments.all.get('staff')?.include).toEqual(['ada']);
  });

  it('rejects an unreadable answer to a write, and reads the definition again', async () => {
    const store = writable(new WatchedProvider('store', { search: true }));
    const layer = layerOf(store);
    await layer.watch(() => {});
    await layer.read();
    store.write = async () => ({ key: 'search', type: 'maybe' }) as never;
    const write = layer.write(store, { key: 'search', flag: parseFlag('search', false) });
    await expect(write).rejects.toMatchObject({ code: 'INVALID_FLAG' });
    expect(switchesOf(layer)).toEqual({ search: true });
    expect(layer.hasAnnounced).toBe(true);
  });

  it('stops a watch that began only after the layer stopped waiting for it', async () => {
    jest.useFakeTimers();
    const late = new Deferred<Unwatch>();
    const store = Object.assign(new ScriptedProvider('store'), { watch: () => late.promise });
    const layer = layerOf(store);
    const watching = layer.watch(() => {}).catch((error: Error) => error.message);
    await jest.advanceTimersByTimeAsync(1000);
    expect(await watching).toContain('did not answer within 1000 ms');
    const stop = jest.fn<() => void>();
    late.resolve(stop);
    await jest.advanceTimersByTimeAsync(0);
    expect(stop).toHaveBeenCalledTimes(1);
    expect(layer.needsPolling).toBe(true);
  });

  it.each([7, 'none', [null], [{}], { length: 0 }, [{ key: 'sale' }], [{ key: 'sale', message: '', kind: 'layer' }]])(
    'fails when a provider delivers %j as its problems',
    async (problems) => {
      const store = new ScriptedProvider('store');
      store.onLoad = () => ({ flags: { search: true }, problems }) as never;
      const layer = layerOf(store);
      await layer.read();
      expect(layer.status()).toMatchObject({ state: 'failed', flags: 0, error: expect.stringContaining('"problems"') });
    },
  );

  it('stops a watch that begins while the layer is closed', async () => {
    const late = new Deferred<Unwatch>();
    const store = Object.assign(new ScriptedProvider('store'), { watch: () => late.promise });
    const layer = layerOf(store);
    const watching = layer.watch(() => {}).catch((error: Error) => error.message);
    await layer.close();
    expect(await watching).toContain('it was closed');
    const stop = jest.fn<() => void>();
    late.resolve(stop);
    await late.promise;
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it('stops waiting for a source that hangs when it is closed, so that no timer keeps the process alive', async () => {
    jest.useFakeTimers();
    const store = new ScriptedProvider('store');
    store.onLoad = () => new Promise(() => {});
    const layer = layerOf(store);
    const reading = layer.read();
    await layer.close();
    await reading;
    expect(layer.status()).toMatchObject({ state: 'failed', error: expect.stringContaining('it was closed') });
    expect(jest.getTimerCount()).toBe(0);
  });

  it('closes its provider even when the watch cannot be stopped', async () => {
    const store = Object.assign(new ScriptedProvider('store'), {
      watch: () => () => {
        throw new Error('cannot stop');
      },
    });
    const layer = layerOf(store);
    await layer.watch(() => {});
    await expect(layer.close()).rejects.toThrow('cannot stop');
    expect(store.closes).toBe(1);
  });

  it('accepts a provider without a close method', async () => {
    const layer = new ProviderLayer({ name: 'code', load: () => ({ flags: {} }) }, { timeout: 1000, now: () => 0 });
    await expect(layer.close()).resolves.toBeUndefined();
  });
});
