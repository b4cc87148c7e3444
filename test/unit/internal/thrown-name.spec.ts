import { describe, expect, it } from '@jest/globals';
import { thrownName } from '../../../lib/internal/thrown-name.js';
import { hostileObjects } from '../engine/hostile-objects.js';

class OutOfStockError extends Error {
  override readonly name = 'OutOfStockError';
}

function named(name: unknown): Error {
  return Object.assign(new Error('ada@shop.example'), { name });
}

describe('The name of a thrown value', () => {
  it.each<[unknown, string]>([
    [new Error('ada@shop.example'), 'an Error'],
    [new TypeError('ada@shop.example'), 'a TypeError'],
    [new OutOfStockError(), 'an OutOfStockError'],
  ])('is that of %p, without its message', (error, name) => {
    expect(thrownName(error)).toBe(name);
  });

  it.each<[unknown]>([['ada@shop.example'], [undefined], [null], [{ name: 'Error' }], [7]])(
    'is "something" when %p is no error',
    (thrown) => {
      expect(thrownName(thrown)).toBe('something');
    },
  );

  it.each<[unknown]>([['Error\n  forged line'], ['ada@shop.example'], [''], ['E'.repeat(81)], [7]])(
    'is "something" when its name is %j',
    (name) => {
      expect(thrownName(named(name))).toBe('something');
    },
  );

  it.each(Object.entries(hostileObjects))('is "something" when it is %s', (_, make) => {
    expect(thrownName(make())).toBe('something');
  });

  it('is "something" when reading its name throws', () => {
    const error = Object.defineProperty(new Error('x'), 'name', {
      get: () => {
        throw new Error('y');
      },
    });
    expect(thrownName(error)).toBe('something');
  });
});
