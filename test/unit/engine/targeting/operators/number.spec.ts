import { describe, expect, it } from '@jest/globals';
import { holds, problemsOf } from './conditions.js';

describe('A comparison of numbers', () => {
  it('does not read text as a number, unless the view is "number"', () => {
    expect(holds({ op: 'greater_than', value: 12 }, '12.5')).toBe(false);
    expect(holds({ op: 'greater_than', value: 12, as: 'number' }, '12.5')).toBe(true);
    expect(holds({ op: 'less_than', value: 12, as: 'number' }, '12.5')).toBe(false);
  });

  it('compares bigints exactly', () => {
    const limit = { value: 2 ** 53 };
    expect(holds({ op: 'greater_than', ...limit }, 2n ** 53n + 1n)).toBe(true);
    expect(holds({ op: 'less_than_or_equal', ...limit }, 2n ** 53n + 1n)).toBe(false);
    expect(holds({ op: 'less_than_or_equal', ...limit }, 2n ** 53n)).toBe(true);
    expect(holds({ op: 'greater_than', value: 1e308 }, 10n ** 1000n)).toBe(true);
    expect(holds({ op: 'less_than', value: -1e308 }, -(10n ** 1000n))).toBe(true);
  });

  it('is undecided for a bigint of more than 1,024 characters', () => {
    expect(holds({ op: 'greater_than', value: 5 }, 10n ** 1024n)).toBeUndefined();
    expect(holds({ op: 'not_greater_than', value: 5 }, 10n ** 1024n)).toBeUndefined();
  });

  it.each([['18'], [null], [Number.NaN], [Infinity], [[18]]])('rejects %p as a value', (value) => {
    expect(problemsOf({ op: 'greater_than', value })).toEqual([expect.stringMatching(/^value: must be a number/)]);
  });
});
