import { afterEach, describe, expect, it } from '@jest/globals';
import type { AuditRecord, Change } from '../../../../lib/manager/changes/change.js';
import { ChangeWriter } from '../../../../lib/manager/changes/change-writer.js';
import { ManagerEvents } from '../../../../lib/manager/manager-events.js';
import { buildReplica } from '../../../../lib/manager/replica/build-replica.js';
import type { StoreReplica } from '../../../../lib/manager/replica/store-replica.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { StoreFailedError, StoreUnavailableError } from '../../../../lib/store/store.errors.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { Deferred } from '../../../support/deferred.js';
import { eventually } from '../../../support/eventually.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { ScriptedStore } from '../scripted-store.js';

const record = (key: string): AuditRecord => ({
  action: 'override_set',
  key,
  before: null,
  after: { key, serve: { enabled: true }, actor: 'ops', createdAt: '2026-01-01T00:00:00Z' },
  actor: 'ops',
  origin: 'api',
});

const replicas: StoreReplica[] = [];
afterEach(() => Promise.all(replicas.splice(0).map((replica) => replica.close())));

/** One instance that writes, with what happens to it step by step. */
async function instance(memory = new MemoryStore(), timeout = 5000) {
  const store = new ScriptedStore(memory);
  const clock = new ManualClock();
  const logger = new RecordingLogger();
  const steps: string[] = [];
  const events = new ManagerEvents();
  const replica = buildReplica({ store, clock, logger, timeout, poll: undefined, events });
  const writer = new ChangeWriter({ replica, clock, timeout });
  events.on('store_changed', (entries = []) => {
    for (const entry of entries) {
      const isOwn = writer.confirm(entry);
      steps.push(`${isOwn ? 'own' : 'other'} ${entry.key} ${entry.version}`);
    }
  });
  replicas.push(replica);
  await replica.sync();
  const change = (key: string): Change => ({ records: [record(key)], apply: () => steps.push(`apply ${key}`) });
  const commit = (key: string) => writer.commit(() => change(key));
  return { store, memory, replica, writer, logger, steps, change, commit };
}

/** The writer of one instance with a store of its own. */
async function alone(timeout: number) {
  const memory = new MemoryStore();
  const clock = new ManualClock();
  const logger = new RecordingLogger();
  const events = new ManagerEvents();
  const replica = buildReplica({ store: memory, clock, logger, timeout, poll: undefined, events });
  const writer = new ChangeWriter({ replica, clock, timeout });
  events.on('store_changed', (entries = []) => entries.forEach((entry) => writer.confirm(entry)));
  replicas.push(replica);
  await replica.sync();
  return { memory, writer };
}

const logOf = (memory: MemoryStore) => memory.query({ order: 'oldest_first', limit: 1000 });
const keysOf = (memory: MemoryStore) => logOf(memory).map(({ key, version }) => `${key} ${version}`);
const fail = (): never => {
  throw new Error('connection lost');
};

describe('The writer of changes', () => {
  it('stores a change, puts in force what belongs to it, and then tells of it', async () => {
    const { commit, memory, steps } = await instance();
    expect(await commit('search')).toMatchObject([{ key: 'search', version: 1, time: '2026-01-01T00:00:00.000Z' }]);
    expect(keysOf(memory)).toEqual(['search 1']);
    expect(steps).toEqual(['apply search', 'own search 1']);
  });

  it('does all of it at once where the store answers at once', async () => {
    const { commit, steps } = await instance();
    void commit('search');
    expect(steps).toEqual(['apply search', 'own search 1']);
  });

  it('makes one change after another, however long each takes', async () => {
    const { commit, store, steps } = await instance();
    store.slow = true;
    await Promise.all(['a', 'b', 'c'].map(commit));
    expect(steps).toEqual(['apply a', 'own a 1', 'apply b', 'own b 2', 'apply c', 'own c 3']);
  });

  it('plans a change only when those before it are in force', async () => {
    const { writer, change, store, steps } = await instance();
    store.slow = true;
    const plan = (key: string) => () => {
      steps.push(`plan ${key}`);
      return change(key);
    };
    await Promise.all([writer.commit(plan('a')), writer.commit(plan('b'))]);
    expect(steps).toEqual(['plan a', 'apply a', 'own a 1', 'plan b', 'apply b', 'own b 2']);
  });

  it('goes on after changes that were refused, and gives their numbers to the next', async () => {
    const { writer, commit, memory } = await instance();
    const results = await Promise.allSettled([
      commit('a'),
      writer.commit(() => Promise.reject(new Error('refused by the provider'))),
      writer.commit(() => fail()),
      commit('b'),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(keysOf(memory)).toEqual(['a 1', 'b 2']);
  });

  it('stores several records of one change together', async () => {
    const { writer, store, memory } = await instance();
    const sizes: number[] = [];
    store.onAppend = (append, entries) => {
      sizes.push(entries.length);
      return append();
    };
    await writer.commit(() => ({ records: [record('a'), record('b')] }));
    expect([sizes, keysOf(memory)]).toEqual([[2], ['a 1', 'b 2']]);
  });

  it('stores nothing when there is nothing to do', async () => {
    const { writer, memory, steps } = await instance();
    expect(await writer.commit(() => undefined)).toEqual([]);
    expect(await writer.commit(() => Promise.resolve(undefined))).toEqual([]);
    expect(await writer.commit(() => ({ records: [] }))).toEqual([]);
    expect([steps, keysOf(memory)]).toEqual([[], []]);
  });

  it('is idle once the changes under way have ended, well or badly', async () => {
    const { writer, commit, store, steps } = await instance();
    store.slow = true;
    const bad = writer.commit(() => Promise.reject(new Error('refused')));
    const good = commit('a');
    await Promise.all([expect(bad).rejects.toThrow('refused'), writer.idle()]);
    expect(steps).toContain('own a 1');
    await good;
  });

  it('gives a definition that the store keeps the version of its entry, and leaves one of a provider as it is', async () => {
    const { writer, commit } = await instance();
    await commit('search');
    const after = { key: 'sale', type: 'boolean', enabled: true, version: 7 } as const;
    const flag = { action: 'flag_updated', key: 'sale', before: null, after, actor: 'ops', origin: 'api' } as const;
    const entries = await writer.commit(() => ({ records: [flag, { ...flag, provider: 'memory' }] }));
    expect(entries.map((entry) => entry.after)).toMatchObject([{ version: 2 }, { version: 7 }]);
  });
});

describe('Several writers of one store', () => {
  it('make all of their changes once, in one order that all of them see', async () => {
    const memory = new MemoryStore();
    const all = [await instance(memory), await instance(memory), await instance(memory)];
    for (const { store } of all) store.slow = true;
    const keys = Array.from({ length: 30 }, (_, i) => `key-${i}`);
    await Promise.all(all.flatMap(({ commit }, i) => keys.filter((_, k) => k % 3 === i).map(commit)));
    const log = logOf(memory);
    expect(log.map(({ version }) => version)).toEqual(keys.map((_, i) => i + 1));
    expect(log.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
    for (const { steps } of all) {
      const seen = steps.filter((step) => !step.startsWith('apply')).map((step) => step.replace(/^\w+ /, ''));
      expect(seen).toEqual(keysOf(memory));
    }
  });

  it('plan anew on what the faster one has left', async () => {
    const memory = new MemoryStore();
    const [one, two] = [await instance(memory), await instance(memory)];
    one.store.onFeed = () => {}; // it hears of nothing
    await two.commit('faster');
    const seen: number[] = [];
    await one.writer.commit(() => {
      seen.push(one.replica.state.overrideSet.all().length);
      return one.change('slower');
    });
    expect(seen).toEqual([0, 1]);
    expect(keysOf(memory)).toEqual(['faster 1', 'slower 2']);
  });

  it('plan anew what took so long to plan that somebody else was faster', async () => {
    const memory = new MemoryStore();
    const [one, two] = [await instance(memory), await instance(memory)];
    const seen: boolean[] = [];
    const entries = await one.writer.commit(async () => {
      const isThere = one.replica.state.overrideSet.get('search') !== undefined;
      seen.push(isThere);
      if (!isThere) await two.commit('search');
      return isThere ? undefined : one.change('search');
    });
    expect([seen, entries, keysOf(memory)]).toEqual([[false, true], [], ['search 1']]);
  });

  it('may find that there is nothing to do any more', async () => {
    const memory = new MemoryStore();
    const [one, two] = [await instance(memory), await instance(memory)];
    one.store.onFeed = () => {};
    await two.commit('search');
    const entries = await one.writer.commit(() =>
      one.replica.state.overrideSet.get('search') === undefined ? one.change('search') : undefined,
    );
    expect([entries, keysOf(memory)]).toEqual([[], ['search 1']]);
  });

  it('give up in time when others are always faster, and say that nothing was changed', async () => {
    const { store, commit, memory, steps } = await instance(new MemoryStore(), 100);
    store.onAppend = () => false;
    await expect(commit('search')).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('other changes were faster for 100 ms: nothing was changed'),
    });
    expect([steps, keysOf(memory)]).toEqual([[], []]);
  });
});

describe('A change whose answer is lost', () => {
  it('is found in the log when it was stored: it is made once, and its promise is fulfilled', async () => {
    const { store, commit, memory, steps } = await instance();
    store.onFeed = () => {};
    store.onAppend = (append) => {
      store.onAppend = (next) => next();
      return append() && fail();
    };
    expect(await commit('search')).toMatchObject([{ key: 'search', version: 1 }]);
    expect([keysOf(memory), steps]).toEqual([['search 1'], ['apply search', 'own search 1']]);
  });

  it('is made after all when it was not stored', async () => {
    const { store, commit, memory, steps } = await instance();
    store.onAppend = () => {
      store.onAppend = (next) => next();
      return fail();
    };
    expect(await commit('search')).toMatchObject([{ key: 'search', version: 1 }]);
    expect([keysOf(memory), steps]).toEqual([['search 1'], ['apply search', 'own search 1']]);
  });

  it('is found though somebody else was next', async () => {
    const memory = new MemoryStore();
    const [one, two] = [await instance(memory), await instance(memory)];
    one.store.onFeed = () => {};
    one.store.onAppend = async (append) => {
      one.store.onAppend = (next) => next();
      await append();
      await two.commit('theme');
      return fail();
    };
    expect(await one.commit('search')).toMatchObject([{ key: 'search', version: 1 }]);
    expect(keysOf(memory)).toEqual(['search 1', 'theme 2']);
    expect(one.steps).toEqual(['apply search', 'own search 1', 'other theme 2']);
  });

  it('is not made twice when it arrives late, between being looked for and being made again', async () => {
    const { store, commit, memory } = await instance();
    store.onFeed = () => {};
    const late: (() => unknown)[] = [];
    store.onAppend = (first) => {
      late.push(first);
      store.onAppend = (second) => {
        store.onAppend = (next) => next();
        late[0]?.();
        return second();
      };
      return fail();
    };
    expect(await commit('search')).toMatchObject([{ key: 'search', version: 1 }]);
    expect(keysOf(memory)).toEqual(['search 1']);
  });

  it('counts as made when the feed tells of it, though the answer never comes', async () => {
    const { store, commit, memory } = await instance(new MemoryStore(), 100);
    store.onAppend = async (append) => {
      await append();
      return await new Promise<never>(() => {});
    };
    expect(await commit('search')).toMatchObject([{ key: 'search', version: 1 }]);
    expect(keysOf(memory)).toEqual(['search 1']);
  });

  it('is not made again where the log has forgotten whether it was made', async () => {
    const memory = new MemoryStore({ auditLogSize: 1 });
    const [one, two] = [await instance(memory), await instance(memory)];
    await one.commit('first');
    one.store.onFeed = () => {};
    one.store.onAppend = async (append) => {
      one.store.onAppend = (next) => next();
      await append();
      await two.commit('theme');
      await two.commit('sale');
      return fail();
    };
    await expect(one.commit('search')).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('nobody knows whether the change was stored'),
    });
    expect(memory.read().position.version).toBe(4);
  });

  it('is in doubt for whoever made it when the store stays away, and in force everywhere when it was stored', async () => {
    const { store, replica, commit, steps } = await instance(new MemoryStore(), 100);
    store.onFeed = () => {};
    store.onAppend = (append) => {
      void append();
      store.failure = new Error('connection refused');
      return fail();
    };
    await expect(commit('search')).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('nobody knows whether the change was stored'),
    });
    expect(steps).toEqual([]);
    store.failure = undefined;
    await replica.sync();
    expect(steps).toEqual(['other search 1']);
    expect(replica.state.overrideSet.get('search')).toBeDefined();
  });
});

describe('The error of a change that fails several times', () => {
  it('names the last failure in its time as the cause', async () => {
    const { store, commit } = await instance(new MemoryStore(), 200);
    store.onAppend = () => {
      store.onAppend = () => {
        throw new Error('connection refused');
      };
      return fail();
    };
    await expect(commit('search')).rejects.toHaveProperty('cause.message', expect.stringContaining('refused'));
  });
});

describe('A change that the store refuses', () => {
  const refusal = new StoreUnavailableError('shared', 'it is out of memory', { isRefusal: true });
  const refuse = (): never => {
    throw refusal;
  };

  it('fails at once with the reason, and nobody has to look for it', async () => {
    const { store, commit, memory, steps } = await instance();
    let asked = 0;
    store.onAppend = () => {
      asked++;
      return refuse();
    };
    await expect(commit('search')).rejects.toMatchObject({
      isRefusal: true,
      detail: 'nothing was changed: it is out of memory',
      cause: refusal,
    });
    expect([asked, keysOf(memory), steps]).toEqual([2, [], []]);
  });

  it('for a while only is tried until its time is over, and nothing is in doubt then', async () => {
    const { store, commit } = await instance(new MemoryStore(), 1000);
    let asked = 0;
    store.onAppend = () => {
      asked++;
      throw new StoreUnavailableError('shared', 'it is still loading', { isRefusal: true, isPassing: true });
    };
    await expect(commit('search')).rejects.toMatchObject({
      detail: 'nothing was changed: it is still loading',
      isRefusal: true,
      isPassing: true,
    });
    expect(asked).toBeGreaterThan(2);
  });

  it('is made when the store refuses it only once', async () => {
    const { store, commit, memory } = await instance();
    store.onAppend = () => {
      store.onAppend = (append) => append();
      return refuse();
    };
    await commit('search');
    expect(keysOf(memory)).toEqual(['search 1']);
  });

  it('does not make the store count as away, and is told by the log once until changes are taken again', async () => {
    const { store, commit, replica, logger } = await instance();
    store.onAppend = refuse;
    for (const key of ['a', 'b', 'c']) await expect(commit(key)).rejects.toThrow('out of memory');
    expect([replica.health.state, replica.health.error]).toEqual([
      'loaded',
      'it accepted no change when this instance last made one, at 2026-01-01T00:00:00.000Z: it is out of memory',
    ]);
    store.onAppend = (append) => append();
    await commit('a');
    expect([replica.health.state, replica.health.error]).toEqual(['loaded', undefined]);
    expect(logger.lines).toEqual([
      'error Flag store "shared" accepts no changes; what it holds stays in force: it is out of memory',
      'log Flag store "shared" accepts changes again.',
    ]);
  });

  it('is still looked for when an earlier attempt of it may have been stored', async () => {
    const { store, commit } = await instance(new MemoryStore(), 100);
    store.onAppend = () => {
      store.onAppend = refuse;
      return fail();
    };
    await expect(commit('search')).rejects.toThrow('nobody knows whether the change was stored');
  });
});

describe('A change whose time is over', () => {
  it('before its turn has come is not even planned, and nothing is in doubt', async () => {
    const { replica, memory } = await instance();
    const writer = new ChangeWriter({ replica, clock: new ManualClock(), timeout: 0 });
    let plans = 0;
    const late = writer.commit(() => {
      plans++;
      return { records: [record('late')] };
    });
    await expect(late).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      detail: expect.stringMatching(/^other changes were faster for 0 ms: nothing was changed/),
    });
    expect([plans, keysOf(memory)]).toEqual([0, []]);
  });

  it('once it is planned is not sent', async () => {
    const { writer, memory } = await instance(new MemoryStore(), 50);
    const began = performance.now();
    const late = writer.commit(async () => {
      await eventually(() => expect(performance.now()).toBeGreaterThan(began + 60));
      return { records: [record('late')] };
    });
    await expect(late).rejects.toThrow('nothing was changed');
    expect(keysOf(memory)).toEqual([]);
  });
});

describe('A change of a store that nobody else writes to', () => {
  it('is recorded however long its plan took, for that has written to a provider, and so is the next one', async () => {
    const { memory, writer } = await alone(100);
    const written = new Deferred<Change>();
    const slow = writer.commit(() => written.promise);
    const next = writer.commit(() => ({ records: [record('next')] }));
    const began = performance.now();
    await eventually(() => expect(performance.now()).toBeGreaterThan(began + 110));
    written.resolve({ records: [record('slow')] });
    await Promise.all([slow, next]);
    expect(keysOf(memory)).toEqual(['slow 1', 'next 2']);
  });

  it('is refused with the reason when changes before it have taken all of its time', async () => {
    const { memory, writer } = await alone(0);
    await expect(writer.commit(() => ({ records: [record('late')] }))).rejects.toHaveProperty(
      'detail',
      expect.stringMatching(/^changes before this one were not stored for 0 ms: nothing was changed/),
    );
    expect(keysOf(memory)).toEqual([]);
  });
});

describe('While the store is away', () => {
  it('a change is refused as soon as that is known, and nothing is planned', async () => {
    const { store, replica, commit, writer, steps } = await instance();
    store.failure = new Error('connection refused');
    await expect(replica.sync()).rejects.toThrow(StoreUnavailableError);
    let plans = 0;
    const refused = writer.commit(() => {
      plans++;
      return undefined;
    });
    await expect(refused).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', store: 'shared' });
    store.failure = undefined;
    await commit('search');
    expect([plans, steps]).toEqual([0, ['apply search', 'own search 1']]);
  });

  it('changes that hang end together, in the time of one', async () => {
    const { store, commit, memory } = await instance(new MemoryStore(), 100);
    store.hangs = true;
    const began = performance.now();
    const results = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map(commit));
    expect(results.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
    expect(performance.now() - began).toBeLessThan(400);
    expect(keysOf(memory)).toEqual([]);
  });

  it('a store that somebody has to mend refuses a change at once', async () => {
    const { store, commit } = await instance();
    store.failure = new StoreFailedError('shared', 'its log is damaged.');
    await expect(commit('search')).rejects.toMatchObject({ code: 'STORE_FAILED' });
  });

  it('the changes behind one that waits for a provider wait, too, and are made', async () => {
    const { writer, commit, memory } = await instance();
    const answer = new Deferred<undefined>();
    const waiting = writer.commit(() => answer.promise);
    const next = commit('search');
    expect(keysOf(memory)).toEqual([]);
    answer.resolve(undefined);
    await Promise.all([waiting, next]);
    expect(keysOf(memory)).toEqual(['search 1']);
  });
});
