import { describe, expect, it } from '@jest/globals';
import { milliseconds, millisecondsWithin, type Duration } from '../../../lib/engine/duration.js';

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

describe('A duration within bounds', () => {
  it.each<[Duration, number]>([
    ['100ms', 100],
    [600, 600_000],
    ['10m', 600_000],
  ])('may be %p', (duration, expected) => {
    expect(millisecondsWithin(duration, 'timeout', ['100ms', '10m'])).toBe(expected);
  });

  it('is refused beyond them, with both, and with whose option it is', () => {
    expect(() => millisecondsWithin('99ms', 'timeout', ['100ms', '10m'], 'redisStore')).toThrow(
      'Option "timeout" of redisStore must be between "100ms" and "10m".',
    );
  });

  it('gives no advice where a number is too small', () => {
    expect(() => millisecondsWithin(0, 'stickyTtl', ['1ms', '10m'])).toThrow(/between "1ms" and "10m"\.$/);
  });

  it('says what a number is, for it was meant as milliseconds', () => {
    expect(() => millisecondsWithin(5000, 'storeTimeout', ['100ms', '10m'])).toThrow(
      'Option "storeTimeout" must be between "100ms" and "10m". Numbers are seconds; for milliseconds write "5000ms".',
    );
  });
});
