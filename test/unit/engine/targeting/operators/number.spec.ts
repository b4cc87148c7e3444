import { describe, expect, it } from '@jest/globals';
import { holds, problemsOf } from './conditions.js';

describe('a comparison of numbers', () => {
  it('takes text for a number only with coerce', () => {
    expect(holds({ op: 'greater_than', value: 12 }, '12.5')).toBe(false);
    expect(holds({ op: 'greater_than', value: 12, coerce: true }, '12.5')).toBe(true);
    expect(holds({ op: 'less_than', value: 12, coerce: true }, '12.5')).toBe(false);
    expect(holds({ op: 'greater_than', value: 12, coerce: true }, 12.5)).toBe(true);
  });

  it.each(['0', '-0', '7', '-7', '0.1', '-12.50', '1234567890.0987654321'])('takes %p for a number', (text) => {
    expect(holds({ op: 'less_than_or_equal', value: Number(text), coerce: true }, text)).toBe(true);
    expect(holds({ op: 'greater_than_or_equal', value: Number(text), coerce: true }, text)).toBe(true);
  });

  it.each([
    [
      '',
      ' ',
      ' 5',
      '5 ',
      '+5',
      '05',
      '.5',
      '5.',
      '1e3',
      '0x10',
      '1_000',
      '1,000',
      '１２',
      'Infinity',
      'NaN',
      '5\n',
      '--5',
    ],
    ['9'.repeat(400)],
    [true, null, [], {}, new Date(5)],
  ])('takes none of %p, … for a number', (...values) => {
    const isAnyNumber = { op: 'greater_than', value: -1e308, coerce: true };
    expect(values.filter((value) => holds(isAnyNumber, value))).toStrictEqual([]);
  });

  it('is undecided for more digits than are looked at, and fails for other text of any length', () => {
    const isAnyNumber = { op: 'greater_than', value: -1e308, coerce: true };
    expect(holds(isAnyNumber, '9'.repeat(32))).toBe(false); // several texts would be the same number
    expect(holds(isAnyNumber, `0.${'3'.repeat(30)}`)).toBe(true);
    for (const digits of ['9'.repeat(33), `-0.${'3'.repeat(30)}`, `${'1'.repeat(32)}!`]) {
      expect([digits, holds(isAnyNumber, digits)]).toEqual([digits, undefined]);
    }
    for (const text of ['x'.repeat(33), `${'1'.repeat(31)} kilograms`]) {
      expect([text, holds(isAnyNumber, text)]).toEqual([text, false]);
    }
  });

  it.each([['18'], [null], [Number.NaN], [Infinity], [[18]], [undefined]])('refuses %p as a value', (value) => {
    expect(problemsOf({ op: 'greater_than', value })).toEqual([expect.stringMatching(/^value: must be a number/)]);
  });
});
