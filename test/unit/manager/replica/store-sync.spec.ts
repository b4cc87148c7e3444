import { describe, expect, it } from '@jest/globals';
import type { AuditEntry } from '../../../../lib/store/audit-entry.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { appendChained } from '../../../support/append-chained.js';
import { settled } from '../managers.js';
import { holding, POLL_MS, replicas, set, write } from './replicas.js';

const { opened } = replicas();

describe('An instance that follows a store', () => {
  it('takes over announced changes, and announces each once', async () => {
    const { memory, keys, changes } = await opened();
    write(memory, 'sale', 'theme');
    expect([keys(), changes]).toEqual([
      ['sale', 'theme'],
      ['everything', 'sale 1', 'theme 2'],
    ]);
  });

  it('announces nothing twice, however often it is received', async () => {
    const { store, memory, changes } = await opened();
    store.onFeed = (entries, tell) => {
      tell(entries);
      tell(entries);
    };
    write(memory, 'sale', 'theme');
    await settled();
    expect(changes).toEqual(['everything', 'sale 1', 'theme 2']);
  });

  it('reads missed changes as soon as it notices, in order', async () => {
    const { store, memory, changes } = await opened();
    store.onFeed = () => {};
    write(memory, 'sale', 'theme');
    store.onFeed = (entries, tell) => tell(entries);
    write(memory, 'search');
    await settled();
    expect(changes).toEqual(['everything', 'sale 1,theme 2,search 3']);
  });

  it('puts nothing in force that was added to another store', async () => {
    const { store, changes, keys, replica } = await opened(holding('sale'));
    const [listener] = store.listeners;
    const position = { version: 1, id: 'theme-1' };
    listener?.changed([set('search', 2)], position);
    await settled();
    expect([changes, keys(), replica.position]).toEqual([['everything'], ['sale'], { version: 1, id: 'sale-1' }]);
  });

  it('requests entries that arrive without their predecessor', async () => {
    const { store, memory, changes, replica } = await opened(holding('sale'));
    store.onFeed = () => {};
    write(memory, 'theme');
    const [listener] = store.listeners;
    listener?.changed([set('search', 2)]);
    await settled();
    expect([changes, replica.position.id]).toEqual([['everything', 'theme 2'], 'theme-2']);
  });

  it('sorts what arrives in the wrong order', async () => {
    const { store, memory, changes } = await opened();
    const held: (() => void)[] = [];
    store.onFeed = (entries, tell) => void held.push(() => tell(entries));
    write(memory, 'sale', 'theme');
    for (const tell of held.toReversed()) tell();
    await settled();
    expect(changes).toEqual(['everything', 'sale 1', 'theme 2']);
  });

  it.each<[string, readonly unknown[] | undefined]>([
    ['without entries', undefined],
    ['that is garbage', [{ version: 'one' }]],
    ['that is empty data', [null]],
  ])('reads the store after a message %s', async (_, message) => {
    const { store, memory, changes } = await opened();
    store.onFeed = (_entries, tell) => tell(message as readonly AuditEntry[]);
    write(memory, 'sale');
    await settled();
    expect(changes).toEqual(['everything', 'sale 1']);
  });

  it('finds unannounced changes with the next poll', async () => {
    const { store, memory, changes, pass } = await opened();
    store.onFeed = () => {};
    write(memory, 'sale');
    await pass(0.8 * POLL_MS - 1);
    expect(changes).toEqual(['everything']);
    await pass(0.4 * POLL_MS + 1);
    expect(changes).toEqual(['everything', 'sale 1']);
  });

  it('finds more than one page of missed changes, without reading everything again', async () => {
    const { store, replica, changes, pass } = await opened(new MemoryStore({ auditLogSize: 5000 }));
    store.onFeed = () => {};
    appendChained(store.memory, ...Array.from({ length: 2500 }, (_, i) => set(`sale-${i}`, i + 1)));
    await pass(1.2 * POLL_MS);
    expect([replica.position.version, store.reads]).toEqual([2500, 1]);
    expect(changes.slice(1).flatMap((line) => line.split(','))).toHaveLength(2500);
  });

  it.each([
    ['the beginning', []],
    ['one entry', ['sale']],
  ])('follows appends that never end with a page of the log, after %s', async (_, known) => {
    const memory = new MemoryStore({ auditLogSize: 20_000 });
    write(memory, ...known);
    const { store, changes, replica, pass } = await opened(memory);
    changes.length = 0;
    store.onFeed = () => {};
    for (let i = 0; i < 8; i++) {
      const { version } = memory.read().position;
      appendChained(memory, ...Array.from({ length: 1501 }, (__, j) => set('theme', version + 1 + j)));
    }
    await pass(POLL_MS * 1.2);
    expect(replica.position.version).toBe(8 * 1501 + known.length);
    const steps = changes.map((line) => line.split(',').length);
    expect(steps).toEqual(Array.from({ length: 8 }, () => 1501));
    expect(store.reads).toBe(1);
  });

  it('reads everything again when the log does not continue from its position', async () => {
    const { store, keys, changes, pass } = await opened(new MemoryStore({ auditLogSize: 2 }));
    store.onFeed = () => {};
    write(store.memory, 'sale', 'theme', 'search', 'express');
    await pass(1.2 * POLL_MS);
    expect([keys(), changes]).toEqual([
      ['sale', 'theme', 'search', 'express'],
      ['everything', 'everything'],
    ]);
  });

  it('keeps the last good state of an unreadable override, and takes over everything else', async () => {
    const { memory, replica, keys, logger } = await opened(holding('sale'));
    appendChained(memory, set('sale', 2, { key: 'sale', serve: 'on' }));
    write(memory, 'theme');
    expect([keys(), replica.position.version]).toEqual([['sale', 'theme'], 3]);
    expect(replica.state.overrideSet.get('sale')?.serve).toEqual({ enabled: false });
    expect(logger.errors).toEqual([expect.stringContaining('"sale"')]);
  });

  it('returns entries that nobody can alter', async () => {
    const { store, memory, replica } = await opened();
    store.onFeed = (entries, tell) => tell(structuredClone(entries));
    write(memory, 'sale');
    expect(Object.isFrozen(replica.state.overrideSet.get('sale'))).toBe(true);
  });
});

describe('An instance whose store is unavailable', () => {
  it('continues with its own state, reports it once, and catches up when the store is available again', async () => {
    const { store, memory, replica, keys, changes, pass, logger } = await opened(holding('sale'));
    store.failure = new Error('connection refused');
    store.onFeed = () => {};
    write(memory, 'theme');
    await pass(1.2 * POLL_MS);
    for (let i = 0; i < 5; i++) await pass(600);
    expect([keys(), replica.health.state, logger.errors.length]).toEqual([['sale'], 'stale', 1]);
    store.failure = undefined;
    await pass(600);
    expect([keys(), replica.health.state]).toEqual([['sale', 'theme'], 'loaded']);
    expect(changes).toEqual(['everything', 'theme 2']);
  });

  it('keeps retrying until the store answers', async () => {
    const { store, memory, replica, keys, pass } = await opened();
    store.onFeed = () => {};
    const [listener] = store.listeners;
    listener?.lost(new Error('subscription lost'));
    expect(replica.health.isCurrent).toBe(false);
    for (const key of ['sale', 'theme']) {
      write(memory, key);
      await pass(600);
      expect(keys()).toContain(key);
      expect(replica.health.isCurrent).toBe(false);
    }
    write(memory, 'search');
    listener?.resumed();
    await settled();
    expect([keys(), replica.health.isCurrent]).toEqual([['sale', 'theme', 'search'], true]);
  });

  it('counts the store as unavailable when an answer times out', async () => {
    const { store, replica } = await opened();
    store.hangs = true;
    await expect(replica.ask((asked) => asked.query({ order: 'newest_first', limit: 1 }))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('did not answer within 100 ms'),
    });
    expect(replica.health.state).toBe('stale');
  });
});
