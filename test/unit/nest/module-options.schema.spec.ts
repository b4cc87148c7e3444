import { describe, expect, it } from '@jest/globals';
import { readRootOptions } from '../../../lib/nest/module-options.schema.js';

const resolve = () => ({ userId: 'ada' });

describe('The option "contextResolver" of forRoot', () => {
  it.each([
    ['a function', resolve],
    ['an object with resolve()', { resolve }],
    ['an object with resolve() and cacheKey()', { resolve, cacheKey: () => 'ada' }],
  ])('may be %s', (_, contextResolver) => {
    expect(readRootOptions({ contextResolver })).toEqual({ contextResolver });
  });

  it.each([
    ['an object without resolve()', {}],
    ['an object whose resolve is no function', { resolve: 'ada' }],
    ['an object whose cacheKey is no function', { resolve, cacheKey: 'userId' }],
    ['a class without resolve()', class {}],
    ['text', 'userId'],
  ])('is rejected when it is %s', (_, contextResolver) => {
    expect(() => readRootOptions({ contextResolver })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS', message: expect.stringContaining('"contextResolver"') }),
    );
  });
});
