import { describe, expect, it } from '@jest/globals';
import type { Change } from '../../../../lib/manager/changes/change.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { Deferred } from '../../../support/deferred.js';
import { eventually } from '../../../support/eventually.js';
import { alone, fail, instance, keysOf, logOf, record } from './writers.js';

describe('The writer of changes', () => {
  it('stores a change, puts it in force, and then announces it', async () => {
    const { commit, memory, steps } = await instance();
    expect(await commit('search')).toMatchObject([{ key: 'search', version: 1, time: '2026-01-01T00:00:00.000Z' }]);
    expect(keysOf(memory)).toEqual(['search 1']);
    expect(steps).toEqual(['apply search', 'own search 1']);
  });

  it('makes a change before the call returns if the store answers at once', async () => {
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

  it('continues after rejected changes, and gives their numbers to the next', async () => {
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
    expect(await writer.commit(() => undefined)).toStrictEqual([]);
    expect(await writer.commit(() => Promise.resolve(undefined))).toStrictEqual([]);
    expect(await writer.commit(() => ({ records: [] }))).toStrictEqual([]);
    expect([steps, keysOf(memory)]).toEqual([[], []]);
  });

  it('is idle once the changes under way have ended, successfully or not', async () => {
    const { writer, commit, store, steps } = await instance();
    store.slow = true;
    const bad = writer.commit(() => Promise.reject(new Error('refused')));
    const good = commit('a');
    await Promise.all([expect(bad).rejects.toThrow('refused'), writer.idle()]);
    expect(steps).toContain('own a 1');
    await good;
  });

  it('gives a definition in the store the version of its entry, and leaves the version of a provider unchanged', async () => {
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

  it('plan again on the result of the faster one', async () => {
    const memory = new MemoryStore();
    const [one, two] = [await instance(memory), await instance(memory)];
    one.store.onFeed = () => {}; // it receives no announcements
    await two.commit('faster');
    const seen: number[] = [];
    await one.writer.commit(() => {
      seen.push(one.replica.state.overrideSet.all().length);
      return one.change('slower');
    });
    expect(seen).toEqual([0, 1]);
    expect(keysOf(memory)).toEqual(['faster 1', 'slower 2']);
  });

  it('plan again when another writer was faster than the plan', async () => {
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

  it('plan again on the current state when a possibly outdated one left nothing to record', async () => {
    const memory = new MemoryStore();
    const [one, two] = [await instance(memory), await instance(memory)];
    one.store.onFeed = () => {};
    await two.commit('search');
    const isOutdated = () => one.replica.state.overrideSet.get('search') === undefined;
    await one.writer.commit(() => (isOutdated() ? { records: [] } : one.change('theme')));
    expect(keysOf(memory)).toEqual(['search 1', 'theme 2']);
  });

  it('may find that there is nothing left to do', async () => {
    const memory = new MemoryStore();
    const [one, two] = [await instance(memory), await instance(memory)];
    one.store.onFeed = () => {};
    await two.commit('search');
    const entries = await one.writer.commit(() =>
      one.replica.state.overrideSet.get('search') === undefined ? one.change('search') : undefined,
    );
    expect([entries, keysOf(memory)]).toEqual([[], ['search 1']]);
  });

  it('give up in time when others are always faster, and report that nothing was changed', async () => {
    const { store, commit, memory, steps } = await instance(new MemoryStore(), 100);
    store.onAppend = () => false;
    await expect(commit('search')).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('other changes were faster for 100 ms: nothing was changed'),
    });
    expect([steps, keysOf(memory)]).toEqual([[], []]);
  });
});

describe('A change of a store without other writers', () => {
  it('is recorded however long its plan took, because that has written to a provider, and so is the next one', async () => {
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

  it('is rejected with the reason when changes before it have used up its time', async () => {
    const { memory, writer } = await alone(0);
    await expect(writer.commit(() => ({ records: [record('late')] }))).rejects.toHaveProperty(
      'detail',
      expect.stringMatching(/^changes before this one were not stored for 0 ms: nothing was changed/),
    );
    expect(keysOf(memory)).toStrictEqual([]);
  });
});
