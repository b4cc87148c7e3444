import { describe, expect, it } from '@jest/globals';
import { compileShare, isFixed } from '../../../../lib/engine/time/compile-share.js';

const points = [
  { at: '2026-11-27T00:00:00+01:00', percentage: 1 },
  { at: '2026-11-28T00:00:00+01:00', percentage: 10.1 },
  { at: '2026-11-28T00:00:00.007+01:00', percentage: 10.1 },
  { at: '2026-11-30T00:00:00+01:00', percentage: 100 },
];
const instants = points.map(({ at }) => Date.parse(at));
const [first = 0, second = 0, third = 0, last = 0] = instants;

describe('A fixed share', () => {
  it('is the same at all times', () => {
    expect(isFixed(12.5)).toBe(true);
    expect([0, first, last, -8.64e15, 1e300].map(compileShare(12.5))).toEqual([12.5, 12.5, 12.5, 12.5, 12.5]);
  });
});

describe('A share that grows in steps', () => {
  const share = { steps: points };
  const percentageAt = compileShare(share);

  it('is that of the last point reached', () => {
    expect(isFixed(share)).toBe(false);
    expect(instants.map(percentageAt)).toEqual([1, 10.1, 10.1, 100]);
    expect(instants.map((instant) => percentageAt(instant - 1))).toEqual([0, 1, 10.1, 10.1]);
  });

  it('is 0 before the first point and stays after the last', () => {
    expect([-1e300, -8.64e15, first - 1].map(percentageAt)).toEqual([0, 0, 0]);
    expect([last + 1, 8.64e15, 1e300].map(percentageAt)).toEqual([100, 100, 100]);
  });

  it('may have a single point', () => {
    const once = compileShare({ steps: [{ at: '2026-11-27T00:00:00Z', percentage: 5 }] });
    expect([Date.parse('2026-11-26T23:59:59Z'), Date.parse('2026-11-27T00:00:00Z')].map(once)).toEqual([0, 5]);
  });
});

describe('A share that grows linearly', () => {
  const share = { linear: points };
  const percentageAt = compileShare(share);

  it('is exactly that of each point', () => {
    expect(isFixed(share)).toBe(false);
    expect(instants.map(percentageAt)).toEqual([1, 10.1, 10.1, 100]);
  });

  it('grows evenly between points', () => {
    expect(percentageAt((first + second) / 2)).toBeCloseTo(5.55, 10);
    expect(percentageAt(third + (last - third) / 4)).toBeCloseTo(32.575, 10);
    expect(percentageAt(second + 3)).toBe(10.1);
  });

  it('is 0 before the first point and stays after the last', () => {
    expect([-1e300, -8.64e15, first - 1].map(percentageAt)).toEqual([0, 0, 0]);
    expect([last + 1, 8.64e15, 1e300].map(percentageAt)).toEqual([100, 100, 100]);
  });

  it('never exceeds the next point by rounding', () => {
    // 21.406 + (96.568 - 21.406) is more than 96.568 in floating point
    const climb = compileShare({
      linear: [
        { at: '1969-12-31T23:59:59Z', percentage: 21.406 },
        { at: '1970-01-01T00:00:00Z', percentage: 96.568 },
      ],
    });
    expect(climb(-Number.MIN_VALUE)).toBe(96.568);
    expect(climb(0)).toBe(96.568);
  });
});
