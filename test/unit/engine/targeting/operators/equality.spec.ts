import { describe, expect, it } from '@jest/globals';
import { holds, problemsOf } from './conditions.js';

describe('Equality', () => {
  it.each([['gold'], [''], [42], [0], [-1.5], [true], [false], [null]])('finds %p equal to itself', (value) => {
    expect(holds({ op: 'equals', value }, value)).toBe(true);
    expect(holds({ op: 'in', values: ['other', value] }, value)).toBe(true);
    expect(holds({ op: 'not_equals', value }, value)).toBe(false);
  });

  it.each([
    [42, '42'],
    ['42', 42],
    [1, true],
    [0, false],
    [0, ''],
    ['true', true],
    ['café', 'cafe\u0301'],
  ])('distinguishes %p from %p', (value, other) => {
    expect(holds({ op: 'equals', value }, other)).toBe(false);
    expect(holds({ op: 'in', values: [value] }, other)).toBe(false);
    expect(holds({ op: 'not_equals', value }, other)).toBe(true);
  });

  it.each([
    ['7', 7n, true],
    [7, 7n, true],
    ['9007199254740993', 9_007_199_254_740_993n, true],
    ['9007199254740992', 9_007_199_254_740_993n, false],
    [9_007_199_254_740_992, 9_007_199_254_740_993n, false],
    ['07', 7n, false],
    [true, 1n, false],
    [2 ** 53, 2n ** 53n, true],
    [1e21, 10n ** 21n, true],
    [1e308, 10n ** 308n, false],
    [-(2 ** 60), -(2n ** 60n), true],
    ['7', 10n ** 1024n - 1n, false],
  ])('compares %p with the bigint %p by its decimal text or its exact number', (value, attribute, isEqual) => {
    expect(holds({ op: 'equals', value }, attribute)).toBe(isEqual);
    expect(holds({ op: 'not_in', values: ['other', value] }, attribute)).toBe(!isEqual);
  });

  it('is undecided for a bigint of more than 1,024 characters', () => {
    for (const tooLong of [10n ** 1024n, -(10n ** 1023n), [7n, 10n ** 1024n]]) {
      expect(holds({ op: 'in', values: ['5'] }, tooLong)).toBeUndefined();
      expect(holds({ op: 'not_in', values: ['5'] }, tooLong)).toBeUndefined();
      expect(holds({ op: 'not_in', values: ['5'], as: 'list' }, tooLong)).toBeUndefined();
    }
    expect(holds({ op: 'in', values: ['5'] }, [10n ** 1024n, 5n])).toBe(true);
  });

  it('treats null as missing, in a list as well, unless it is one of the values', () => {
    for (const value of [0, '', false, 'null']) {
      expect(holds({ op: 'equals', value }, null)).toBe(false);
      expect(holds({ op: 'not_equals', value }, null)).toBe(false);
      expect(holds({ op: 'equals', value, negate: true }, null)).toBe(false);
      expect(holds({ op: 'not_in', values: ['other', value] }, [null])).toBe(false);
    }
    expect(holds({ op: 'not_in', values: ['gold'] }, [null, 'silver'])).toBe(true);
    expect(holds({ op: 'not_in', values: ['gold', null] }, null)).toBe(false);
    expect(holds({ op: 'not_in', values: ['gold', null] }, [null, 'silver'])).toBe(false);
    expect(holds({ op: 'not_equals', value: null }, 'silver')).toBe(true);
  });

  it('treats 0 and -0 as equal', () => {
    expect(holds({ op: 'equals', value: 0 }, -0)).toBe(true);
  });

  it('rejects "ignoreCase" when no operand is text', () => {
    const useless = ['ignoreCase: would have no effect, because no operand is text: leave it out'];
    expect(problemsOf({ op: 'equals', value: 5, ignoreCase: true })).toEqual(useless);
    expect(problemsOf({ op: 'in', values: [5, null], ignoreCase: true })).toEqual(useless);
    expect(problemsOf({ op: 'in', values: [5, 'gold'], ignoreCase: true })).toStrictEqual([]);
    expect(problemsOf({ op: 'equals', value: 5, ignoreCase: false })).toStrictEqual([]);
  });

  it('ignores case with ignoreCase', () => {
    expect(holds({ op: 'equals', value: 'Gold', ignoreCase: true }, 'gOLD')).toBe(true);
    expect(holds({ op: 'in', values: [7, 'STRASSE'], ignoreCase: true }, 'straße')).toBe(true);
    expect(holds({ op: 'not_in', values: [7, 'gold'], ignoreCase: true }, 'GOLD')).toBe(false);
    expect(holds({ op: 'equals', value: 'Gold', ignoreCase: true }, 'silver')).toBe(false);
  });

  it('accepts 100,000 values for "in", and one for "equals"', () => {
    const users = Array.from({ length: 100_000 }, (_, i) => `user-${i}`);
    expect(holds({ op: 'in', values: users }, 'user-99999')).toBe(true);
    expect(holds({ op: 'in', value: 'user-1' }, 'user-1')).toBe(true);
    expect(problemsOf({ op: 'in', values: [...users, 'eve'] })).toEqual([expect.stringMatching(/^values: .*100000/)]);
    expect(problemsOf({ op: 'equals', values: ['gold'] })).toHaveLength(2);
  });

  it.each([[['gold']], [{ plan: 'gold' }], [Number.NaN]])('rejects %p as a value', (value) => {
    expect(problemsOf({ op: 'equals', value })).toEqual([
      expect.stringMatching(/^value: must be a string, number, boolean or null; for one of several.*"values"/),
    ]);
    expect(problemsOf({ op: 'not_in', values: ['gold', value] })).toEqual([
      expect.stringMatching(/^values\[1\]: must/),
    ]);
  });

  it('accepts text of up to 1,024 characters, as long as a targeting key', () => {
    expect(problemsOf({ op: 'equals', value: 'x'.repeat(1024) })).toStrictEqual([]);
    expect(problemsOf({ op: 'equals', value: 'x'.repeat(1025) })).toEqual([expect.stringMatching(/^value: .*1024/)]);
  });
});
