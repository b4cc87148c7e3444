import { afterEach, describe, expect, it } from '@jest/globals';
import { StoreReplica } from '../../../../lib/manager/replica/store-replica.js';
import type { AuditEntry, AuditQuery } from '../../../../lib/store/audit-entry.js';
import type { StoreContent } from '../../../../lib/store/flag-store.js';
import { StoreFailedError } from '../../../../lib/store/store.errors.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { Deferred } from '../../../support/deferred.js';
import { appendChained } from '../../../support/append-chained.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { settled } from '../managers.js';
import { ScriptedStore } from '../scripted-store.js';

const POLL_MS = 30_000;
const replicas: StoreReplica[] = [];
afterEach(() => Promise.all(replicas.splice(0).map((replica) => replica.close())));

/** The entry that sets the override of one key. */
const set = (key: string, version: number, after?: unknown): AuditEntry =>
  ({
    id: `${key}-${version}`,
    version,
    time: '2026-01-01T00:00:00.000Z',
    actor: 'ops',
    action: 'override_set',
    key,
    before: null,
    after: after ?? { key, serve: { enabled: false }, actor: 'ops', createdAt: '2026-01-01T00:00:00.000Z' },
    origin: 'api',
  }) as AuditEntry;

/** Adds entries, as another instance does. */
function write(memory: MemoryStore, ...keys: string[]): void {
  for (const key of keys) {
    appendChained(memory, set(key, memory.read().position.version + 1));
  }
}

/** A store that holds these overrides and no more. */
function holding(...keys: string[]): MemoryStore {
  const memory = new MemoryStore();
  write(memory, ...keys);
  return memory;
}

function reading(memory = new MemoryStore()) {
  const store = new ScriptedStore(memory);
  const clock = new ManualClock();
  const logger = new RecordingLogger();
  const changes: string[] = [];
  const replica = new StoreReplica({
    store,
    clock,
    logger,
    timeout: 100,
    poll: POLL_MS,
    changed: (entries) => changes.push(entries?.map(({ key, version }) => `${key} ${version}`).join() ?? 'all anew'),
    healthChanged: () => {},
  });
  replicas.push(replica);
  const keys = () => replica.state.overrideSet.all().map(({ key }) => key);
  const pass = async (milliseconds: number) => {
    clock.advance(milliseconds);
    await settled();
  };
  return { store, memory, clock, logger, changes, replica, keys, pass };
}

async function opened(memory?: MemoryStore) {
  const parts = reading(memory);
  await parts.replica.sync();
  return parts;
}

describe('An instance that opens a store', () => {
  it('knows all that is stored, and where it stands', async () => {
    const { replica, keys, changes } = await opened(holding('sale', 'theme'));
    expect([keys(), replica.position, changes]).toEqual([
      ['sale', 'theme'],
      { version: 2, id: 'theme-2' },
      ['all anew'],
    ]);
    expect(replica.health.state).toBe('loaded');
  });

  it('misses nothing that is added while it reads', async () => {
    const { store, memory, replica, keys } = reading(holding('sale'));
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

  it('fails on an override that it cannot read, by its name and with what to do', async () => {
    const memory = holding('sale');
    appendChained(memory, set('theme', 2, { key: 'theme', serve: 'on' }));
    const { replica, keys } = reading(memory);
    await expect(replica.sync()).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringMatching(/its override "theme" cannot be read: [^]*Fix or remove it there/),
    });
    expect([keys(), replica.health.state]).toEqual([[], 'failed']);
  });

  it('does not name the unit of an override that it cannot read, who may be a user', async () => {
    const memory = new MemoryStore();
    appendChained(memory, set('theme', 1, { key: 'theme', unit: 'ada@example.org', serve: 'on' }));
    const { replica, logger } = reading(memory);
    await expect(replica.sync()).rejects.toThrow('its override "theme" of one unit cannot be read');
    expect(JSON.stringify([replica.health.error, logger.lines])).not.toContain('ada@');
  });

  it.each([
    ['fails', (store: ScriptedStore) => (store.failure = new Error('connection refused')), 'connection refused'],
    ['hangs', (store: ScriptedStore) => (store.hangs = true), 'within 100 ms'],
  ])('is told when the store %s, and reads it as soon as it is there', async (_, spoil, message) => {
    const { store, replica, keys, pass, changes } = reading(holding('sale'));
    spoil(store);
    await expect(replica.sync()).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining(message),
    });
    expect([replica.health.state, keys()]).toEqual(['failed', []]);
    [store.failure, store.hangs] = [undefined, false];
    await pass(600);
    expect([replica.health.state, keys(), changes]).toEqual(['loaded', ['sale'], ['all anew']]);
  });
});

describe('An instance that follows a store', () => {
  it('takes over what it is told of, and tells of it once', async () => {
    const { memory, keys, changes } = await opened();
    write(memory, 'sale', 'theme');
    expect([keys(), changes]).toEqual([
      ['sale', 'theme'],
      ['all anew', 'sale 1', 'theme 2'],
    ]);
  });

  it('tells of nothing twice, however often it is told', async () => {
    const { store, memory, changes } = await opened();
    store.onFeed = (entries, tell) => {
      tell(entries);
      tell(entries);
    };
    write(memory, 'sale', 'theme');
    await settled();
    expect(changes).toEqual(['all anew', 'sale 1', 'theme 2']);
  });

  it('reads what it was not told of as soon as it notices, in order', async () => {
    const { store, memory, changes } = await opened();
    store.onFeed = () => {};
    write(memory, 'sale', 'theme');
    store.onFeed = (entries, tell) => tell(entries);
    write(memory, 'search');
    await settled();
    expect(changes).toEqual(['all anew', 'sale 1,theme 2,search 3']);
  });

  it('puts nothing in force that was added to another store', async () => {
    const { store, changes, keys, replica } = await opened(holding('sale'));
    const [listener] = store.listeners;
    const position = { version: 1, id: 'theme-1' };
    listener?.changed([set('search', 2)], position);
    await settled();
    expect([changes, keys(), replica.position]).toEqual([['all anew'], ['sale'], { version: 1, id: 'sale-1' }]);
  });

  it('asks for entries of which it is not told what they were added behind', async () => {
    const { store, memory, changes, replica } = await opened(holding('sale'));
    store.onFeed = () => {};
    write(memory, 'theme');
    const [listener] = store.listeners;
    listener?.changed([set('search', 2)]);
    await settled();
    expect([changes, replica.position.id]).toEqual([['all anew', 'theme 2'], 'theme-2']);
  });

  it('brings what comes in the wrong order into the right one', async () => {
    const { store, memory, changes } = await opened();
    const held: (() => void)[] = [];
    store.onFeed = (entries, tell) => void held.push(() => tell(entries));
    write(memory, 'sale', 'theme');
    for (const tell of held.toReversed()) tell();
    await settled();
    expect(changes).toEqual(['all anew', 'sale 1', 'theme 2']);
  });

  it.each<[string, readonly unknown[] | undefined]>([
    ['without entries', undefined],
    ['that is garbage', [{ version: 'one' }]],
    ['that is empty data', [null]],
  ])('asks the store after a message %s', async (_, message) => {
    const { store, memory, changes } = await opened();
    store.onFeed = (_entries, tell) => tell(message as readonly AuditEntry[]);
    write(memory, 'sale');
    await settled();
    expect(changes).toEqual(['all anew', 'sale 1']);
  });

  it('finds what it was never told of with the next poll', async () => {
    const { store, memory, changes, pass } = await opened();
    store.onFeed = () => {};
    write(memory, 'sale');
    await pass(0.8 * POLL_MS - 1);
    expect(changes).toEqual(['all anew']);
    await pass(0.4 * POLL_MS + 1);
    expect(changes).toEqual(['all anew', 'sale 1']);
  });

  it('finds more than one page of what it has missed, without reading all anew', async () => {
    const { store, replica, changes, pass } = await opened(new MemoryStore({ auditLogSize: 5000 }));
    store.onFeed = () => {};
    appendChained(store.memory, ...Array.from({ length: 2500 }, (_, i) => set(`sale-${i}`, i + 1)));
    await pass(1.2 * POLL_MS);
    expect([replica.position.version, store.reads]).toEqual([2500, 1]);
    expect(changes.slice(1).flatMap((line) => line.split(','))).toHaveLength(2500);
  });

  it('reads all anew when the log does not lead on from where it stands', async () => {
    const { store, keys, changes, pass } = await opened(new MemoryStore({ auditLogSize: 2 }));
    store.onFeed = () => {};
    write(store.memory, 'sale', 'theme', 'search', 'express');
    await pass(1.2 * POLL_MS);
    expect([keys(), changes]).toEqual([
      ['sale', 'theme', 'search', 'express'],
      ['all anew', 'all anew'],
    ]);
  });

  it('keeps the last good of an override that cannot be read, and takes over all else', async () => {
    const { memory, replica, keys, logger } = await opened(holding('sale'));
    appendChained(memory, set('sale', 2, { key: 'sale', serve: 'on' }));
    write(memory, 'theme');
    expect([keys(), replica.position.version]).toEqual([['sale', 'theme'], 3]);
    expect(replica.state.overrideSet.get('sale')?.serve).toEqual({ enabled: false });
    expect(logger.errors).toEqual([expect.stringContaining('"sale"')]);
  });

  it('gives entries that nobody can alter', async () => {
    const { store, memory, replica } = await opened();
    store.onFeed = (entries, tell) => tell(structuredClone(entries));
    write(memory, 'sale');
    expect(Object.isFrozen(replica.state.overrideSet.get('sale'))).toBe(true);
  });
});

describe('An instance whose store has gone back', () => {
  it.each([
    ['an earlier state', ['sale'], ['sale']],
    ['another state of the same length', ['sale', 'search'], ['sale', 'search']],
    ['another state that has gone further', ['search', 'sale', 'express'], ['search', 'sale', 'express']],
  ])('to %s takes that over with the next poll', async (_, stored, expected) => {
    const { store, keys, changes, pass, replica } = await opened(holding('sale', 'theme'));
    store.memory = holding(...stored);
    await pass(1.2 * POLL_MS);
    expect(keys()).toEqual(expected);
    expect(store.memory.read().position).toMatchObject(replica.position);
    expect(changes).toEqual(['all anew', 'all anew']);
    expect(replica.health.state).toBe('loaded');
  });

  it('says so, for changes are lost', async () => {
    const { store, logger, pass } = await opened(holding('sale', 'theme'));
    store.memory = holding('sale');
    await pass(1.2 * POLL_MS);
    expect(logger.warnings).toEqual([expect.stringContaining('has gone back from version 2 to 1')]);
  });

  it.each([
    ['behind what it knows', ['sale']],
    ['just where it stands', ['search', 'sale']],
    ['further on', ['search', 'sale', 'express']],
  ])('takes that over with the first change that it hears of there, %s', async (_, stored) => {
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
    expect(changes).toEqual(['all anew', 'all anew', 'express 2']);
  });

  it('keeps what it has while it cannot be used', async () => {
    const { store, keys, replica, pass, logger } = await opened(holding('sale'));
    const broken = new MemoryStore();
    appendChained(broken, set('theme', 1, { key: 'theme' }));
    store.memory = broken;
    await pass(1.2 * POLL_MS);
    expect([keys(), replica.health.state]).toEqual([['sale'], 'stale']);
    expect(logger.errors.join()).toContain('its override "theme" cannot be read');
  });
});

describe('An instance whose store is away', () => {
  it('goes on with what it knows, says so once, and catches up when the store is back', async () => {
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
    expect(changes).toEqual(['all anew', 'theme 2']);
  });

  it('asks again and again while it hears of nothing, until it does', async () => {
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

  it('counts the store as away when an answer does not come', async () => {
    const { store, replica } = await opened();
    store.hangs = true;
    await expect(replica.ask((asked) => asked.query({ order: 'newest_first', limit: 1 }))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('did not answer within 100 ms'),
    });
    expect(replica.health.state).toBe('stale');
  });
});

describe('An instance whose store has a damaged log', () => {
  it('catches up by what the log has led to, and takes changes', async () => {
    const { memory, store, replica, keys, clock } = reading(holding('search'));
    await replica.sync();
    Object.assign(store, {
      query: (query: AuditQuery) => {
        if (query.limit === 1) return memory.query(query); // its last entry is sound
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

describe('An instance that adds to a store', () => {
  it('has it in force at once where the store answers at once', async () => {
    const { replica, keys, changes } = await opened();
    expect(replica.append(replica.chained([set('sale', 1)]))).toBe(true);
    expect([keys(), changes]).toEqual([['sale'], ['all anew', 'sale 1']]);
  });

  it('tells of it once, whether the answer or the message comes first', async () => {
    for (const isTold of [true, false]) {
      const { store, replica, changes } = await opened();
      const held: (() => void)[] = [];
      store.onFeed = (entries, tell) => (isTold ? tell(entries) : void held.push(() => tell(entries)));
      store.slow = true;
      expect(await replica.append(replica.chained([set('sale', 1)]))).toBe(true);
      for (const tell of held) tell();
      await settled();
      expect(changes).toEqual(['all anew', 'sale 1']);
    }
  });

  it('changes nothing when somebody else was faster', async () => {
    const { store, memory, replica, keys, changes } = await opened();
    store.onFeed = () => {};
    write(memory, 'theme');
    expect(replica.append(replica.chained([set('sale', 1)]))).toBe(false);
    expect([keys(), changes, memory.read().position.version]).toEqual([[], ['all anew'], 1]);
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
  ])('has no timer left though the store %s, nor later', async (_, spoil) => {
    const { store, replica, clock, logger } = await opened();
    spoil(store);
    const syncing = replica.sync();
    await replica.close();
    await syncing;
    await settled();
    expect([clock.pending, logger.lines]).toEqual([0, []]);
  });

  it('hears of nothing more', async () => {
    const { store, memory, replica, changes } = await opened();
    const [listener] = store.listeners;
    await replica.close();
    write(memory, 'sale');
    listener?.changed(memory.query({ order: 'newest_first', limit: 1 }));
    listener?.resumed();
    await settled();
    expect(changes).toEqual(['all anew']);
  });

  it('ends a watch that began too late', async () => {
    const { store, replica } = reading();
    const watch = new Deferred<() => void>();
    let ended = 0;
    Object.assign(store, { watch: () => watch.promise });
    const opening = replica.sync().catch(() => {});
    await settled();
    await replica.close();
    watch.resolve(() => void ended++);
    await opening;
    expect(ended).toBe(1);
  });

  it('does not keep a watch whose answer was waited for no longer', async () => {
    const { store, replica, pass } = reading();
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
