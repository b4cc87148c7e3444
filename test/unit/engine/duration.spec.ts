import { describe, expect, it } from '@jest/globals';
import { milliseconds, type Duration } from '../../../lib/engine/duration.js';

describe('A duration', () => {
  it.each<[Duration, number]>([
    [0, 0],
    [60, 60_000],
    [0.25, 250],
    ['500ms', 500],
    ['0ms', 0],
    ['30s', 30_000],
    ['1.5s', 1500],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['60' as Duration, 60_000],
  ])('of %p is %p milliseconds', (duration, expected) => {
    expect(milliseconds(duration, 'cacheTtl')).toBe(expected);
  });

  it.each([
    '',
    ' ',
    's',
    '5 s',
    '5S',
    '5sec',
    '-1s',
    '1e3',
    '1e9999',
    NaN,
    -1,
    Infinity,
    null,
    [],
    {},
    '9'.repeat(400),
  ])('cannot be %p: the error names the option and shows what can be', (duration) => {
    expect(() => milliseconds(duration as Duration, 'cacheTtl')).toThrow(/"cacheTtl" is not a duration.*"500ms"/);
  });
});
