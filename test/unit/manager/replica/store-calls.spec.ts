import { describe, expect, it } from '@jest/globals';
import { InvalidOptionsError } from '../../../../lib/internal/options/invalid-options.error.js';
import { StoreCalls } from '../../../../lib/manager/replica/store-calls.js';
import { MissingPackageError } from '../../../../lib/internal/missing-package.error.js';
import { START } from '../../../../lib/store/flag-store.js';
import { StoreFailedError, StoreUnavailableError } from '../../../../lib/store/store.errors.js';
import { processWarnings } from '../../../support/process-warnings.js';
import { plainStore, ScriptedStore } from '../scripted-store.js';

const newest = { order: 'newest_first', limit: 1 } as const;
const listener = { changed: () => {}, announced: () => {}, lost: () => {}, unannounced: () => {}, resumed: () => {} };

function calling(timeout = 50) {
  const store = new ScriptedStore();
  return { store, calls: new StoreCalls(store, timeout) };
}

/** What each call makes of the store as it is. */
async function outcomes({ calls }: { readonly calls: StoreCalls }): Promise<unknown[]> {
  const attempts: (() => unknown)[] = [
    () => calls.ask((store) => store.query(newest)),
    () => calls.append([], START),
    () => calls.watch(listener),
  ];
  return await Promise.all(
    attempts.map(async (attempt) => await (async () => await attempt())().catch((error: unknown) => error)),
  );
}

describe('A call of a store', () => {
  it('means that the store is unavailable when it throws, at once or later', async () => {
    for (const slow of [false, true]) {
      const parts = calling();
      Object.assign(parts.store, { slow, failure: new Error('connection refused') });
      for (const outcome of await outcomes(parts)) {
        expect(outcome).toBeInstanceOf(StoreUnavailableError);
        expect(outcome).toMatchObject({ store: 'shared', message: expect.stringContaining('connection refused') });
        expect((outcome as Error).cause).toBe(parts.store.failure);
      }
    }
  });

  it('is reported as such when it fails until an operator acts', async () => {
    const parts = calling();
    parts.store.failure = new StoreFailedError('shared', 'its log is damaged.');
    for (const outcome of await outcomes(parts)) expect(outcome).toBe(parts.store.failure);
  });

  it.each([
    ['options', new InvalidOptionsError('Option "url" of RedisStore does not fit.')],
    ['packages', new MissingPackageError('redis', 'keep flags in Redis')],
  ])('is reported as such when it can never succeed with these %s', async (_, failure) => {
    const parts = calling();
    parts.store.failure = failure;
    for (const outcome of await outcomes(parts)) expect(outcome).toBe(failure);
  });

  it('may be one of many at once, without Node warning of a leak', async () => {
    const { store, calls } = calling();
    store.slow = true;
    const ask = () => calls.ask((asked) => asked.query(newest));
    expect(await processWarnings(() => Promise.all(Array.from({ length: 20 }, ask)))).toStrictEqual([]);
  });

  it('times out when it hangs', async () => {
    const parts = calling();
    parts.store.hangs = true;
    for (const outcome of await outcomes(parts)) {
      expect(outcome).toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining('within 50 ms') });
    }
  });

  it('ends at once when it hangs and the store is closed', async () => {
    const { store, calls } = calling(5000);
    store.hangs = true;
    const asking = calls.ask((asked) => asked.query(newest));
    const began = performance.now();
    await Promise.all([calls.close(undefined), expect(asking).rejects.toThrow('it was closed')]);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('appends synchronously if the store does', () => {
    const { calls } = calling();
    expect(calls.append([], START)).toBe(true);
  });

  it('does not end a watch if the store cannot be watched', async () => {
    expect(await new StoreCalls(plainStore(), 50).watch(listener)).toBeUndefined();
  });

  it('closes the store although the watch cannot be ended', async () => {
    const { store, calls } = calling();
    await expect(calls.close(() => Promise.reject(new Error('will not end')))).rejects.toThrow('will not end');
    expect(store.closes).toBe(1);
  });
});
