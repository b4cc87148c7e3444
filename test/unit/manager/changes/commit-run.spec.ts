import { describe, expect, it } from '@jest/globals';
import { ChangeWriter } from '../../../../lib/manager/changes/change-writer.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { StoreFailedError, StoreUnavailableError } from '../../../../lib/store/store.errors.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { Deferred } from '../../../support/deferred.js';
import { eventually } from '../../../support/eventually.js';
import { fail, instance, keysOf, record } from './writers.js';

describe('A change whose answer is lost', () => {
  it('is found in the log if it was stored, and is then made once and fulfills its promise', async () => {
    const { store, commit, memory, steps } = await instance();
    store.onFeed = () => {};
    store.onAppend = (append) => {
      store.onAppend = (next) => next();
      return append() && fail();
    };
    expect(await commit('search')).toMatchObject([{ key: 'search', version: 1 }]);
    expect([keysOf(memory), steps]).toEqual([['search 1'], ['apply search', 'own search 1']]);
  });

  it('is sent again when it was not stored', async () => {
    const { store, commit, memory, steps } = await instance();
    store.onAppend = () => {
      store.onAppend = (next) => next();
      return fail();
    };
    expect(await commit('search')).toMatchObject([{ key: 'search', version: 1 }]);
    expect([keysOf(memory), steps]).toEqual([['search 1'], ['apply search', 'own search 1']]);
  });

  it('has an unknown outcome when the store has lost all data since, although that store would accept it', async () => {
    const { store, commit } = await instance();
    await commit('first');
    const emptied = new MemoryStore();
    store.onFeed = () => {};
    store.onAppend = (append) => {
      void append();
      store.memory = emptied;
      return fail();
    };
    await expect(commit('search')).rejects.toThrow(/whether the change was stored/);
    expect(keysOf(emptied)).toStrictEqual([]);
  });

  it('is found although another change followed it', async () => {
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

  it('is not made twice when it is stored late, between the look-up and the retry', async () => {
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

  it('counts as made when the store announces it, although the answer never comes', async () => {
    const { store, commit, memory } = await instance(new MemoryStore(), 100);
    store.onAppend = async (append) => {
      await append();
      return await new Promise<never>(() => {});
    };
    expect(await commit('search')).toMatchObject([{ key: 'search', version: 1 }]);
    expect(keysOf(memory)).toEqual(['search 1']);
  });

  it('is not made again if the log no longer shows whether it was made', async () => {
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
      message: expect.stringContaining('it is unknown whether the change was stored'),
    });
    expect(memory.read().position.version).toBe(4);
  });

  it('has an unknown outcome while the store stays unavailable, and is in force everywhere once it is back', async () => {
    const { store, replica, commit, steps } = await instance(new MemoryStore(), 100);
    store.onFeed = () => {};
    store.onAppend = (append) => {
      void append();
      store.failure = new Error('connection refused');
      return fail();
    };
    await expect(commit('search')).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('it is unknown whether the change was stored'),
    });
    expect(steps).toStrictEqual([]);
    store.failure = undefined;
    await replica.sync();
    expect(steps).toEqual(['other search 1']);
    expect(replica.state.overrideSet.get('search')).toBeDefined();
  });
});

describe('The error of a change that fails several times', () => {
  it('names the last failure before the timeout as the cause', async () => {
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

describe('A change that the store rejects', () => {
  const refusal = new StoreUnavailableError('shared', 'it is out of memory', { isRefusal: true });
  const refuse = (): never => {
    throw refusal;
  };

  it('fails at once with the reason and a known outcome', async () => {
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

  it('temporarily is retried until its time is over, and has a known outcome', async () => {
    const { store, commit } = await instance(new MemoryStore(), 1000);
    let asked = 0;
    store.onAppend = () => {
      asked++;
      throw new StoreUnavailableError('shared', 'it is still loading', { isRefusal: true, isTemporary: true });
    };
    await expect(commit('search')).rejects.toMatchObject({
      detail: 'nothing was changed: it is still loading',
      isRefusal: true,
      isTemporary: true,
    });
    expect(asked).toBeGreaterThan(2);
  });

  it('temporarily fails with the reason although the store hangs afterwards', async () => {
    for (let run = 0; run < 5; run++) {
      const { store, commit } = await instance(new MemoryStore(), 20);
      store.onAppend = () => {
        store.hangs = true;
        throw new StoreUnavailableError('shared', 'it is a replica', { isRefusal: true, isTemporary: true });
      };
      await expect(commit('search')).rejects.toMatchObject({ detail: 'nothing was changed: it is a replica' });
    }
  });

  it('has an unknown outcome, with the reason, when the store hangs at the next attempt', async () => {
    const { store, commit } = await instance(new MemoryStore(), 200);
    store.onAppend = () => {
      store.onAppend = () => new Promise(() => {});
      throw new StoreUnavailableError('shared', 'the disk is full. Free some.', { isRefusal: true, isTemporary: true });
    };
    await expect(commit('search')).rejects.toMatchObject({
      detail: expect.stringMatching(
        /^it is unknown .* An earlier attempt was rejected: the disk is full\. Free some\.$/,
      ),
    });
  });

  it('is made when the store rejects it only once', async () => {
    const { store, commit, memory } = await instance();
    store.onAppend = () => {
      store.onAppend = (append) => append();
      return refuse();
    };
    await commit('search');
    expect(keysOf(memory)).toEqual(['search 1']);
  });

  it('does not mark the store as unavailable, and is logged once until changes are accepted again', async () => {
    const { store, commit, replica, logger } = await instance();
    store.onAppend = refuse;
    for (const key of ['a', 'b', 'c']) await expect(commit(key)).rejects.toThrow('out of memory');
    expect([replica.health.state, replica.health.error]).toEqual([
      'loaded',
      'it rejected the last change of this instance, at 2026-01-01T00:00:00.000Z: it is out of memory',
    ]);
    store.onAppend = (append) => append();
    await commit('a');
    expect([replica.health.state, replica.health.error]).toEqual(['loaded', undefined]);
    expect(logger.lines).toEqual([
      'error Flag store "shared" accepts no changes; its current content stays in force: it is out of memory',
      'log Flag store "shared" accepts changes again.',
    ]);
  });

  it('is still looked for when an earlier attempt may have been stored', async () => {
    const { store, commit } = await instance(new MemoryStore(), 100);
    store.onAppend = () => {
      store.onAppend = refuse;
      return fail();
    };
    await expect(commit('search')).rejects.toThrow('it is unknown whether the change was stored');
  });
});

describe('A change that times out', () => {
  it('before it is planned has a known outcome', async () => {
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

  it('after it is planned is not sent', async () => {
    const { writer, memory } = await instance(new MemoryStore(), 50);
    const began = performance.now();
    const late = writer.commit(async () => {
      await eventually(() => expect(performance.now()).toBeGreaterThan(began + 60));
      return { records: [record('late')] };
    });
    await expect(late).rejects.toThrow('nothing was changed');
    expect(keysOf(memory)).toStrictEqual([]);
  });
});

describe('While the store is unavailable', () => {
  it('a change is rejected as soon as the outage is known, and nothing is planned', async () => {
    const { store, replica, commit, writer, steps } = await instance();
    store.failure = new Error('connection refused');
    await expect(replica.sync()).rejects.toThrow(StoreUnavailableError);
    const { calls } = store;
    let plans = 0;
    const refused = writer.commit(() => {
      plans++;
      return undefined;
    });
    await expect(refused).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', store: 'shared' });
    expect(store.calls).toBe(calls + 1); // one check whether it is available again, and no retry
    store.failure = undefined;
    await commit('search');
    expect([plans, steps]).toEqual([0, ['apply search', 'own search 1']]);
  });

  it('changes that hang end together, within the time of one', async () => {
    const { store, commit, memory } = await instance(new MemoryStore(), 600);
    store.hangs = true;
    const began = performance.now();
    const results = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map(commit));
    expect(results.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
    expect(performance.now() - began).toBeLessThan(5 * 600); // one after another, they would take at least that long
    expect(keysOf(memory)).toStrictEqual([]);
  });

  it('a change is rejected at once if an operator must repair the store', async () => {
    const { store, commit } = await instance();
    store.failure = new StoreFailedError('shared', 'its log is damaged.');
    await expect(commit('search')).rejects.toMatchObject({ code: 'STORE_FAILED' });
  });

  it('changes queued after one that waits for a provider wait, too, and are made', async () => {
    const { writer, commit, memory } = await instance();
    const answer = new Deferred<undefined>();
    const waiting = writer.commit(() => answer.promise);
    const next = commit('search');
    expect(keysOf(memory)).toStrictEqual([]);
    answer.resolve(undefined);
    await Promise.all([waiting, next]);
    expect(keysOf(memory)).toEqual(['search 1']);
  });
});
