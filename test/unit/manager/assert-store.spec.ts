import { describe, expect, it } from '@jest/globals';
import { assertStore } from '../../../lib/manager/assert-store.js';
import { redisStore } from '../../../lib/redis/index.js';
import type { FlagStore } from '../../../lib/store/flag-store.js';
import { MemoryFlagStore } from '../../../lib/store/memory-flag.store.js';
import { plainStore } from './scripted-store.js';

const check = (store: unknown) => () => assertStore(store as FlagStore);

describe('What is given as a store', () => {
  it.each([new MemoryFlagStore(), redisStore({ url: 'redis://localhost' }), plainStore()])('may be one', (store) => {
    expect(check(store)).not.toThrow();
  });

  it('is told how a URL becomes one, and not shown', () => {
    const store = 'redis://:secret@localhost';
    expect(check(store)).toThrow('for a URL, redisStore({ url }) of "nestjs-feature-flags/redis" makes one');
    expect(check(store)).not.toThrow('secret');
  });

  it('is to be awaited where it is a promise', () => {
    expect(check(Promise.resolve(new MemoryFlagStore()))).toThrow('await the promise first');
  });

  it.each([null, {}, 7, new Map(), MemoryFlagStore, { read: () => {}, append: () => {} }])(
    'is told what a store is where it is %p',
    (store) => {
      expect(check(store)).toThrow(
        expect.objectContaining({
          code: 'INVALID_OPTIONS',
          message: expect.stringMatching(
            /^Option "store" must be a store, an object with the methods read, append, query/,
          ),
        }),
      );
    },
  );
});
