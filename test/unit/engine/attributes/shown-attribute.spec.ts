import { describe, expect, it } from '@jest/globals';
import { shownAttribute } from '../../../../lib/engine/attributes/shown-attribute.js';
import { hostileObjects } from '../hostile-objects.js';

describe('An attribute in an explanation', () => {
  it.each([['gold'], [''], [42], [-0.5], [true], [false], [null], [undefined]])('shows %p itself', (value) => {
    expect(shownAttribute(value)).toBe(value);
  });

  it('shows text of up to 256 characters, and the beginning of a longer one', () => {
    expect(shownAttribute('x'.repeat(256))).toBe('x'.repeat(256));
    expect(shownAttribute('x'.repeat(257))).toBe(`${'x'.repeat(256)}…`);
  });

  it('shows a date as ISO 8601', () => {
    expect(shownAttribute(new Date(Date.UTC(2026, 10, 27)))).toBe('2026-11-27T00:00:00.000Z');
  });

  it('shows an array of up to 20 scalars', () => {
    const twenty = Array.from({ length: 20 }, (_, i) => i);
    expect(shownAttribute(['vip', 7, null, true])).toEqual(['vip', 7, null, true]);
    expect(shownAttribute([])).toStrictEqual([]);
    expect(shownAttribute([new Date(0), 'x'.repeat(300)])).toEqual(['1970-01-01T00:00:00.000Z', `${'x'.repeat(256)}…`]);
    expect(shownAttribute(twenty)).toEqual(twenty);
    expect(shownAttribute([...twenty, 20])).toBe('(array)');
  });

  it('shows nothing else that an array may hold', () => {
    expect(shownAttribute(['vip', { secret: 1 }])).toBe('(array)');
    expect(shownAttribute(['vip', ['secret']])).toBe('(array)');
    expect(shownAttribute(['vip', () => 'secret'])).toBe('(array)');
  });

  it.each([
    [{ plan: 'gold' }, '(object)'],
    [new Map([['plan', 'gold']]), '(object)'],
    [new Date(Number.NaN), '(object)'],
    [10n ** 2000n, '(bigint)'],
    [Symbol('gold'), '(symbol)'],
    [() => 'gold', '(function)'],
    [Number.NaN, '(NaN)'],
    [-Infinity, '(-Infinity)'],
  ])('shows only the type of %p', (value, shown) => {
    expect(shownAttribute(value)).toBe(shown);
  });

  it.each(Object.entries(hostileObjects))('may be %s', (_, make) => {
    expect(shownAttribute(make())).toBe('(object)');
    expect(shownAttribute([make()])).toMatch(/^\((array|object)\)$/);
  });

  it('is JSON in every case', () => {
    for (const value of ['gold', [undefined, 5n, Symbol('x')], new Date(0), Number.NaN, [Number.NaN], { a: 1 }]) {
      const shown = shownAttribute(value);
      expect(JSON.parse(JSON.stringify(shown))).toEqual(shown);
    }
  });
});
