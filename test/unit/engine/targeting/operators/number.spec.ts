import { describe, expect, it } from '@jest/globals';
import { holds, problemsOf } from './conditions.js';

describe('a comparison of numbers', () => {
  it('takes no text for a number, unless it is viewed as one', () => {
    expect(holds({ op: 'greater_than', value: 12 }, '12.5')).toBe(false);
    expect(holds({ op: 'greater_than', value: 12, as: 'number' }, '12.5')).toBe(true);
    expect(holds({ op: 'less_than', value: 12, as: 'number' }, '12.5')).toBe(false);
  });

  it.each([['18'], [null], [Number.NaN], [Infinity], [[18]]])('refuses %p as a value', (value) => {
    expect(problemsOf({ op: 'greater_than', value })).toEqual([expect.stringMatching(/^value: must be a number/)]);
  });
});
