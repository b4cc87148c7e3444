import { describe, expect, it } from '@jest/globals';
import { holds, problemsOf } from './conditions.js';

const value = '2026-11-27T00:00:00+01:00';
const midnight = Date.parse(value);

/** Which of the four hold. */
function relations(seen: unknown, options: object = {}): string[] {
  return ['before', 'not_before', 'after', 'not_after'].filter((op) => holds({ op, value, ...options }, seen));
}

describe('A comparison of dates', () => {
  it('compares instants, to the millisecond', () => {
    expect(relations(new Date(midnight - 1))).toEqual(['before', 'not_after']);
    expect(relations(new Date(midnight))).toEqual(['not_before', 'not_after']);
    expect(relations(new Date(midnight + 1))).toEqual(['not_before', 'after']);
  });

  it.each([
    ['2026-11-26T23:00:00Z', ['not_before', 'not_after']],
    ['2026-11-26T18:00:00-05:00', ['not_before', 'not_after']],
    ['2026-11-26T23:00:00.001Z', ['not_before', 'after']],
    ['2026-11-26T22:59:59.999999Z', ['before', 'not_after']],
    ['0000-01-01T00:00:00Z', ['before', 'not_after']],
  ])('reads %s with its offset', (seen, expected) => {
    expect(relations(seen)).toEqual(expected);
  });

  it.each([
    ['2026-11-27'],
    ['2026-11-27T00:00:00'],
    ['2026-11-27T00:00Z'],
    ['2026-02-30T00:00:00Z'],
    ['2026-11-27T24:00:00Z'],
    ['2026-11-27 00:00:00Z'],
    ['2026-11-27T00:00:00+0100'],
    ['Fri, 27 Nov 2026 00:00:00 GMT'],
    ['1795737600000'],
    [' 2026-11-27T00:00:00Z'],
    [new Date(Number.NaN)],
    [midnight],
    [true],
  ])('does not read %p as a date', (seen) => {
    expect(relations(seen)).toStrictEqual([]);
  });

  it('reads milliseconds as an instant', () => {
    expect(relations(midnight, { as: 'instant' })).toEqual(['not_before', 'not_after']);
    expect(relations(0, { as: 'instant' })).toEqual(['before', 'not_after']);
    expect(relations(8.64e15, { as: 'instant' })).toEqual(['not_before', 'after']);
    expect(relations('2026-11-26T23:00:00.001Z', { as: 'instant' })).toEqual(['not_before', 'after']);
    expect(relations(new Date(midnight - 1), { as: 'instant' })).toEqual(['before', 'not_after']);
    expect(relations(9e15, { as: 'instant' })).toStrictEqual([]);
    expect(relations(String(midnight), { as: 'instant' })).toStrictEqual([]);
  });

  it('ignores a custom getTime method', () => {
    expect(relations(Object.assign(new Date(midnight + 1), { getTime: () => 0 }))).toEqual(['not_before', 'after']);
  });

  it.each([['2026-11-27'], ['2026-11-27T00:00:00'], [midnight], [null]])('rejects %p as a value', (date) => {
    expect(problemsOf({ op: 'after', value: date, as: 'instant' })).toEqual([
      expect.stringMatching(/^value: must be an ISO 8601 date and time.* with an offset/),
    ]);
  });
});
