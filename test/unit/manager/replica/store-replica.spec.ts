import { describe, expect, it } from '@jest/globals';
import type { StoreContent } from '../../../../lib/store/flag-store.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { appendChained } from '../../../support/append-chained.js';
import { Deferred } from '../../../support/deferred.js';
import { settled } from '../managers.js';
import type { ScriptedStore } from '../scripted-store.js';
import { holding, replicas, set, write } from './replicas.js';

const { opened, unopened } = replicas();

describe('An instance that opens a store', () => {
  it('knows everything that is stored, and its position', async () => {
    const { replica, keys, changes } = await opened(holding('sale', 'theme'));
    expect([keys(), replica.position, changes]).toEqual([
      ['sale', 'theme'],
      { version: 2, id: 'theme-2' },
      ['everything'],
    ]);
    expect(replica.health.state).toBe('loaded');
  });

  it('misses nothing that is added while it reads', async () => {
    const { store, memory, replica, keys } = unopened(holding('sale'));
    const content = new Deferred<StoreContent>();
    Object.assign(store, { read: () => content.promise });
    const opening = replica.sync();
    await settled();
    const before = memory.read();
    write(memory, 'theme');
    content.resolve(before);
    await opening;
    expect([keys(), replica.position.version]).toEqual([['sale', 'theme'], 2]);
  });

  it('fails on an unreadable override, by its name and with the remedy', async () => {
    const memory = holding('sale');
    appendChained(memory, set('theme', 2, { key: 'theme', serve: 'on' }));
    const { replica, keys } = unopened(memory);
    await expect(replica.sync()).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringMatching(/its override "theme" cannot be read: [^]*Fix or remove it in the store/),
    });
    expect([keys(), replica.health.state]).toEqual([[], 'failed']);
  });

  it('does not name the unit of an unreadable override, which may be a user', async () => {
    const memory = new MemoryStore();
    appendChained(memory, set('theme', 1, { key: 'theme', unit: 'ada@example.org', serve: 'on' }));
    const { replica, logger } = unopened(memory);
    await expect(replica.sync()).rejects.toThrow('its override "theme" of one unit cannot be read');
    expect(JSON.stringify([replica.health.error, logger.lines])).not.toContain('ada@');
  });

  it.each([
    ['fails', (store: ScriptedStore) => (store.failure = new Error('connection refused')), 'connection refused'],
    ['hangs', (store: ScriptedStore) => (store.hangs = true), 'within 100 ms'],
  ])('waits when the store %s, and reads it as soon as it is available', async (_, spoil, message) => {
    const { store, replica, keys, pass, changes } = unopened(holding('sale'));
    spoil(store);
    await expect(replica.sync()).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining(message),
    });
    expect([replica.health.state, keys()]).toEqual(['failed', []]);
    [store.failure, store.hangs] = [undefined, false];
    await pass(600);
    expect([replica.health.state, keys(), changes]).toEqual(['loaded', ['sale'], ['everything']]);
  });
});

describe('An instance that adds to a store', () => {
  it('has the entry in force at once if the store answers at once', async () => {
    const { replica, keys, changes } = await opened();
    expect(replica.append(replica.chained([set('sale', 1)]))).toBe(true);
    expect([keys(), changes]).toEqual([['sale'], ['everything', 'sale 1']]);
  });

  it('announces it once, whether the answer or the message comes first', async () => {
    for (const isTold of [true, false]) {
      const { store, replica, changes } = await opened();
      const held: (() => void)[] = [];
      store.onFeed = (entries, tell) => (isTold ? tell(entries) : void held.push(() => tell(entries)));
      store.slow = true;
      expect(await replica.append(replica.chained([set('sale', 1)]))).toBe(true);
      for (const tell of held) tell();
      await settled();
      expect(changes).toEqual(['everything', 'sale 1']);
    }
  });

  it('changes nothing when another instance was faster', async () => {
    const { store, memory, replica, keys, changes } = await opened();
    store.onFeed = () => {};
    write(memory, 'theme');
    expect(replica.append(replica.chained([set('sale', 1)]))).toBe(false);
    expect([keys(), changes, memory.read().position.version]).toEqual([[], ['everything'], 1]);
  });
});

describe('An instance that is closed', () => {
  it('closes the store, and has no timer left', async () => {
    const { store, replica, clock } = await opened();
    await replica.close();
    expect([store.closes, store.listeners.size, clock.pending]).toEqual([1, 0, 0]);
  });

  it.each([
    ['is being read', (store: ScriptedStore) => Object.assign(store, { query: () => new Promise<never>(() => {}) })],
    ['hangs in everything', (store: ScriptedStore) => (store.hangs = true)],
  ])('has no timer left although the store %s, nor later', async (_, spoil) => {
    const { store, replica, clock, logger } = await opened();
    spoil(store);
    const syncing = replica.sync();
    await replica.close();
    await syncing;
    await settled();
    expect([clock.pending, logger.lines]).toEqual([0, []]);
  });

  it('ignores further changes', async () => {
    const { store, memory, replica, changes } = await opened();
    const [listener] = store.listeners;
    await replica.close();
    write(memory, 'sale');
    listener?.changed(memory.query({ order: 'newest_first', limit: 1 }));
    listener?.resumed();
    await settled();
    expect(changes).toEqual(['everything']);
  });

  it('ends a watch that began too late', async () => {
    const { store, replica } = unopened();
    const watch = new Deferred<() => void>();
    let ended = 0;
    Object.assign(store, { watch: () => watch.promise });
    const opening = replica.sync().catch(() => {});
    await settled();
    await replica.close();
    watch.resolve(() => void ended++);
    await opening;
    await settled();
    expect(ended).toBe(1);
  });

  it('does not keep a watch that answers after the timeout', async () => {
    const { store, replica, pass } = unopened();
    const watch = new Deferred<() => void>();
    const watchAgain = store.watch.bind(store);
    let ended = 0;
    Object.assign(store, { watch: () => watch.promise });
    await expect(replica.sync()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    Object.assign(store, { watch: watchAgain });
    await pass(600);
    watch.resolve(() => void ended++);
    await settled();
    expect([ended, store.listeners.size]).toEqual([1, 1]);
  });
});
