import { describe, expect, it } from '@jest/globals';
import { compileWindow } from '../../../../lib/engine/time/compile-window.js';

const start = '2026-11-27T00:00:00+01:00';
const end = '2026-11-30T00:00:00+01:00';

describe('A window', () => {
  it('is open from its start until just before its end', () => {
    const isWithin = compileWindow({ start, end });
    const [from, until] = [Date.parse(start), Date.parse(end)];
    expect([from - 1, from, until - 1, until].map(isWithin)).toEqual([false, true, true, false]);
  });

  it('without an end is open forever, and without a start for any earlier time', () => {
    expect([Date.parse(start) - 1, Date.parse(start), 8.64e15].map(compileWindow({ start }))).toEqual([
      false,
      true,
      true,
    ]);
    expect([-8.64e15, Date.parse(end) - 1, Date.parse(end)].map(compileWindow({ end }))).toEqual([true, true, false]);
  });

  it('with a recurrence recurs by the clock of its zone', () => {
    const isWithin = compileWindow({
      start: '2026-11-27T09:00:00+01:00',
      end: '2026-11-27T17:00:00+01:00',
      recurrence: { frequency: 'daily', timeZone: 'Europe/Berlin' },
    });
    expect(isWithin(Date.parse('2027-07-01T08:59:59+02:00'))).toBe(false);
    expect(isWithin(Date.parse('2027-07-01T09:00:00+02:00'))).toBe(true);
    expect(isWithin(Date.parse('2027-07-01T17:00:00+02:00'))).toBe(false);
  });

  it.each([8.64e15 + 1, -8.64e15 - 1, 1e300, -1e300, Infinity, -Infinity, Number.NaN])(
    'is not open at %p, which no Date can hold',
    (instant) => {
      expect(compileWindow({ start })(instant)).toBe(false);
      expect(compileWindow({ end })(instant)).toBe(false);
    },
  );
});
