import { describe, expect, it } from '@jest/globals';
import type { AuditQuery } from '../../../../lib/store/audit-entry.js';
import type { StoreContent } from '../../../../lib/store/flag-store.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { StoreFailedError } from '../../../../lib/store/store.errors.js';
import { appendChained } from '../../../support/append-chained.js';
import { Deferred } from '../../../support/deferred.js';
import { settled } from '../managers.js';
import { holding, POLL_MS, replicas, set, write } from './replicas.js';

const { opened, unopened } = replicas();

describe('An instance whose store has gone back', () => {
  it.each([
    ['an earlier state', ['sale'], ['sale']],
    ['another state of the same length', ['sale', 'search'], ['sale', 'search']],
    ['another state that has gone further', ['search', 'sale', 'express'], ['search', 'sale', 'express']],
  ])('to %s takes that state over with the next poll', async (_, stored, expected) => {
    const { store, keys, changes, pass, replica } = await opened(holding('sale', 'theme'));
    store.memory = holding(...stored);
    await pass(1.2 * POLL_MS);
    expect(keys()).toEqual(expected);
    expect(store.memory.read().position).toMatchObject(replica.position);
    expect(changes).toEqual(['everything', 'everything']);
    expect(replica.health.state).toBe('loaded');
  });

  it('reports it, because changes are lost', async () => {
    const { store, logger, pass } = await opened(holding('sale', 'theme'));
    store.memory = holding('sale');
    await pass(1.2 * POLL_MS);
    expect(logger.warnings).toEqual([expect.stringContaining('went back from version 2 to 1')]);
  });

  it.each([
    ['behind what it knows', ['sale']],
    ['just where it stands', ['search', 'sale']],
    ['further on', ['search', 'sale', 'express']],
  ])('takes that state over with the first change that is announced there, %s', async (_, stored) => {
    const { store, keys, replica } = await opened(holding('sale', 'theme'));
    store.memory = holding(...stored);
    const [listener] = store.listeners;
    const { position } = store.memory.read();
    write(store.memory, 'hurry');
    listener?.changed(store.memory.query({ after: position.version, order: 'oldest_first', limit: 10 }), position);
    await settled();
    expect(keys()).toEqual([...stored, 'hurry']);
    expect(store.memory.read().position).toMatchObject(replica.position);
  });

  it('misses nothing that is added while it reads that state', async () => {
    const { store, replica, keys, changes, pass } = await opened(holding('sale', 'theme', 'search'));
    const older = holding('sale');
    store.memory = older;
    const content = new Deferred<StoreContent>();
    Object.assign(store, { read: () => content.promise });
    const [listener] = store.listeners;
    await pass(1.2 * POLL_MS);
    const before = older.read();
    write(older, 'express');
    listener?.changed(older.query({ order: 'newest_first', limit: 1 }), before.position);
    content.resolve(before);
    await settled();
    expect([keys(), replica.position.version]).toEqual([['sale', 'express'], 2]);
    expect(changes).toEqual(['everything', 'everything', 'express 2']);
  });

  it('keeps its own state while the other cannot be used', async () => {
    const { store, keys, replica, pass, logger } = await opened(holding('sale'));
    const broken = new MemoryStore();
    appendChained(broken, set('theme', 1, { key: 'theme' }));
    store.memory = broken;
    await pass(1.2 * POLL_MS);
    expect([keys(), replica.health.state]).toEqual([['sale'], 'stale']);
    expect(logger.errors.join()).toContain('its override "theme" cannot be read');
  });
});

describe('An instance whose store has a damaged log', () => {
  it('catches up by the documents, and accepts changes', async () => {
    const { memory, store, replica, keys, clock } = unopened(holding('search'));
    await replica.sync();
    Object.assign(store, {
      query: (query: AuditQuery) => {
        if (query.limit === 1) return memory.query(query); // its last entry is valid
        throw new StoreFailedError('shared', 'line 1 cannot be read');
      },
    });
    await expect(replica.ask((asked) => asked.query({ order: 'newest_first', limit: 2 }))).rejects.toThrow('line 1');
    expect(replica.health.isCurrent).toBe(true);
    store.onFeed = () => {};
    write(memory, 'sale');
    clock.advance(2 * POLL_MS);
    await settled();
    expect([keys(), replica.health.isCurrent]).toEqual([['search', 'sale'], true]);
    expect(await replica.append(replica.chained([set('theme', 3)]))).toBe(true);
  });
});
