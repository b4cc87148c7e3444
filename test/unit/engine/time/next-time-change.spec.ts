import { describe, expect, it } from '@jest/globals';
import { compileWindow } from '../../../../lib/engine/time/compile-window.js';
import { nextShareChange, nextWindowChange } from '../../../../lib/engine/time/next-time-change.js';

const at = (text: string) => Date.parse(text);

const weekly = {
  start: '2026-11-27T09:00:00+01:00',
  end: '2026-11-27T17:00:00+01:00',
  recurrence: { frequency: 'weekly', timeZone: 'Europe/Berlin' },
} as const;

describe('The next change of a recurring window', () => {
  it('is the instant at which it opens or closes next, by the clock of its zone', () => {
    const next = nextWindowChange(weekly);
    expect(next(at('2026-11-25T00:00:00Z'))).toBe(at('2026-11-27T08:00:00Z'));
    expect(next(at('2026-11-27T08:00:00Z'))).toBe(at('2026-11-27T16:00:00Z'));
    expect(next(at('2027-03-27T00:00:00Z'))).toBe(at('2027-04-02T07:00:00Z')); // summer time
  });

  it('is the same for every instant of a span in which the window does not change', () => {
    const next = nextWindowChange(weekly);
    const isOpen = compileWindow(weekly);
    let now = at('2026-11-20T00:00:00Z');
    const end = at('2027-04-10T00:00:00Z');
    while (now < end) {
      const change = next(now);
      expect(isOpen(change - 1)).toBe(isOpen(now));
      expect(isOpen(change)).toBe(!isOpen(now));
      expect(next(change - 1)).toBe(change);
      expect(next(now + Math.floor((change - now) / 2))).toBe(change);
      now = change;
    }
  });

  it('does not exist after the last window', () => {
    const next = nextWindowChange({ ...weekly, recurrence: { ...weekly.recurrence, count: 2 } });
    expect(next(at('2026-12-04T16:00:00Z'))).toBe(Infinity);
  });

  it('does not exist while the next window is more than a month away', () => {
    const next = nextWindowChange({ ...weekly, recurrence: { ...weekly.recurrence, interval: 50 } });
    expect(next(at('2026-11-28T00:00:00Z'))).toBe(Infinity);
    expect(next(at('2027-11-10T00:00:00Z'))).toBe(at('2027-11-12T08:00:00Z'));
  });
});

describe('The next change of a window that does not recur', () => {
  it('is its start and then its end, if it has one', () => {
    const [start, end] = ['2026-11-27T00:00:00Z', '2026-11-30T00:00:00Z'];
    const changes = (window: object) => [0, at(start), at(end)].map(nextWindowChange(window));
    expect(changes({ start, end })).toStrictEqual([at(start), at(end), Infinity]);
    expect(changes({ start })).toStrictEqual([at(start), Infinity, Infinity]);
    expect(changes({ end })).toStrictEqual([at(end), at(end), Infinity]);
  });
});

describe('The next change of a percentage', () => {
  const linear = [
    { at: '2026-11-27T00:00:00Z', percentage: 0 },
    { at: '2026-11-27T01:00:30Z', percentage: 100 },
  ];

  it('does not exist if it is fixed', () => {
    expect(nextShareChange(50)(0)).toBe(Infinity);
  });

  it('is its first point, then each full minute while it grows, and its last point', () => {
    const next = nextShareChange({ linear });
    expect(next(0)).toBe(at('2026-11-27T00:00:00Z'));
    expect(next(at('2026-11-27T00:00:00Z'))).toBe(at('2026-11-27T00:01:00Z'));
    expect(next(at('2026-11-27T00:30:29Z'))).toBe(at('2026-11-27T00:31:00Z'));
    expect(next(at('2026-11-27T01:00:10Z'))).toBe(at('2026-11-27T01:00:30Z'));
    expect(next(at('2026-11-27T01:00:30Z'))).toBe(Infinity);
  });
});
