import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { ChainedProvider } from '../../../lib/providers/chained.provider.js';
import type { FlagSet } from '../../../lib/providers/flag-provider.js';
import { Deferred } from '../../support/deferred.js';
import { ScriptedProvider, WatchedProvider } from '../../support/scripted-provider.js';
import { switches } from './switches.js';

describe('ChainedProvider', () => {
  afterEach(() => void jest.useRealTimers());

  it('reads a layer again that announced a change, without waiting for a slower one', async () => {
    const slow = new WatchedProvider('slow', { premium: true });
    const quick = new WatchedProvider('quick', { search: false });
    const chain = new ChainedProvider([slow, quick]);
    await chain.watch(() => {});
    await chain.load();

    const answer = new Deferred<FlagSet>();
    slow.onLoad = () => answer.promise;
    chain.markOutdated();
    const everything = chain.load();
    quick.deliver({ search: true });
    quick.announce();
    await chain.readAnnounced();
    expect(switches(chain.current())).toEqual({ premium: true, search: true });
    answer.resolve({ flags: { premium: false } });
    expect(switches(await everything)).toEqual({ premium: false, search: true });
  });

  it('does not read layers again that have announced nothing', async () => {
    const watched = new WatchedProvider('watched', { search: true });
    const polled = new ScriptedProvider('polled', { sale: true });
    const chain = new ChainedProvider([watched, polled]);
    await chain.watch(() => {});
    await chain.load();
    await chain.load();
    expect([watched.loads, polled.loads]).toEqual([1, 2]);
    watched.announce();
    await chain.load();
    chain.markOutdated();
    await chain.load();
    expect([watched.loads, polled.loads]).toEqual([3, 4]);
  });

  it('makes a second reader wait for the first read, so that neither gets an empty set', async () => {
    const store = new WatchedProvider('store');
    const answer = new Deferred<FlagSet>();
    store.onLoad = () => answer.promise;
    const chain = new ChainedProvider([store]);
    await chain.watch(() => {});
    const readers = [chain.load(), chain.load()];
    answer.resolve({ flags: { search: true } });
    expect((await Promise.all(readers)).map(switches)).toEqual([{ search: true }, { search: true }]);
    expect(store.loads).toBe(1);
  });

  it('watches for all its listeners, until the last one unsubscribes', async () => {
    const store = new WatchedProvider('store');
    const chain = new ChainedProvider([store]);
    const first = jest.fn();
    const second = jest.fn();
    const leaveFirst = await chain.watch(first);
    const leaveSecond = await chain.watch(second);
    expect(store.listeners.size).toBe(1);
    store.announce();
    await leaveFirst();
    store.announce();
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 2]);
    await leaveSecond();
    expect(store.listeners.size).toBe(0);
  });

  it('reads a layer like any other if it cannot start to watch, or stops watching', async () => {
    const broken = new WatchedProvider('broken', { search: true });
    broken.watch = () => {
      throw new Error('too many watchers');
    };
    const failing = new WatchedProvider('failing', { sale: true });
    const chain = new ChainedProvider([broken, failing]);
    const errors: unknown[] = [];
    await chain.watch((error) => errors.push(error));
    expect(errors).toEqual([new Error('too many watchers')]);
    failing.announce(new Error('connection lost'));
    expect(errors[1]).toEqual(new Error('connection lost'));
    await chain.load();
    await chain.load();
    expect([broken.loads, failing.loads]).toEqual([2, 2]);
    expect(chain.needsPolling).toBe(true);
  });

  it('is polled only for layers that do not announce their changes, or have failed', async () => {
    const watched = new WatchedProvider('watched');
    const chain = new ChainedProvider([watched]);
    expect(chain.needsPolling).toBe(true);
    await chain.watch(() => {});
    await chain.load();
    expect(chain.needsPolling).toBe(false);
    watched.fail('away');
    watched.announce();
    await chain.load();
    expect(chain.needsPolling).toBe(true);
  });
});
