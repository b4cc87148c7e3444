import { describe, expect, it } from '@jest/globals';
import { milliseconds, type Duration } from '../../../lib/internal/duration.js';

describe('milliseconds', () => {
  it.each<[Duration, number]>([
    ['500ms', 500],
    ['0ms', 0],
    ['30s', 30_000],
    ['1.5s', 1500],
    ['5m', 300_000],
    ['2h', 7_200_000],
  ])('converts %p to %p', (duration, expected) => {
    expect(milliseconds(duration)).toBe(expected);
  });

  it('counts a bare number as seconds', () => {
    expect([milliseconds(0), milliseconds(0.25), milliseconds(60)]).toEqual([0, 250, 60_000]);
  });

  it.each(['', ' ', 's', '60', '5 s', '5S', '5sec', '5d', '-1s', '+1s', '1e3s', '.5s', '0x10s', `${'9'.repeat(400)}s`])(
    'rejects %p, which is not a duration',
    (text) => {
      expect(milliseconds(text as Duration)).toBeNaN();
    },
  );
});
