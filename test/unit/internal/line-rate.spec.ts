import { describe, expect, it } from '@jest/globals';
import { LineRate } from '../../../lib/internal/line-rate.js';

describe('LineRate', () => {
  it('allows a number of lines per second, and returns once how many were omitted', () => {
    const rate = new LineRate(2);
    const claims = [0, 10, 20, 999].map((now) => rate.claim(now).isLogged);
    expect(claims).toEqual([true, true, false, false]);
    expect(rate.claim(1000)).toEqual({ isLogged: true, omitted: 2 });
    expect(rate.claim(2000)).toEqual({ isLogged: true, omitted: 0 });
  });

  it('starts a new second when the clock is set back', () => {
    const rate = new LineRate(1);
    rate.claim(5000);
    expect(rate.claim(1000)).toEqual({ isLogged: true, omitted: 0 });
  });
});
