import { describe, expect, it } from '@jest/globals';
import { objectOption } from '../../../../lib/internal/options/object-option.js';

interface Cache {
  get(): unknown;
  del?(): void;
}

const read = (value: unknown) =>
  objectOption<Cache>({
    what: 'a cache',
    methods: ['get'],
    optional: ['del'],
    remedy: 'Use createCache()',
    remedyForString: 'Use createCache({ url })',
  })(value, 'Option "cache"');

class MemoryCache {
  get(): unknown {
    return undefined;
  }
}

describe('An option that is an object with methods', () => {
  it.each<[string, Cache]>([
    ['an instance', new MemoryCache()],
    ['a plain object', { get: () => 1 }],
    ['one with an optional method', { get: () => 1, del: () => {} }],
  ])('may be %s, which is passed on unchanged', (_, cache) => {
    expect(read(cache)).toBe(cache);
  });

  it.each<[string, unknown, string]>([
    ['nothing', null, 'Use createCache().'],
    ['an object without the method', {}, 'Use createCache().'],
    ['a member that is no function', { get: 1 }, 'Use createCache().'],
    ['an optional member that is no function', { get: () => 1, del: 1 }, 'Use createCache().'],
    ['text', 'redis://cache', 'Use createCache({ url }).'],
    ['a promise', Promise.resolve(new MemoryCache()), 'Await it first.'],
    ['a class', MemoryCache, 'Use an instance, such as new MemoryCache().'],
    ['a class named by hostile text', named('a\nERROR'), 'Use an instance, such as new YourClass().'],
    ['a class with a long name', named('x'.repeat(81)), 'Use an instance, such as new YourClass().'],
    ['a class whose name is no text', named(7), 'Use an instance, such as new YourClass().'],
  ])('is rejected when it is %s, with the remedy', (_, value, remedy) => {
    expect(() => read(value)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTIONS',
        message: expect.stringMatching(/^Option "cache" must be a cache, an object with the methods get; given: /),
      }),
    );
    expect(() => read(value)).toThrow(remedy);
  });
});

function named(name: unknown): unknown {
  return Object.defineProperty(class {}, 'name', { value: name });
}
