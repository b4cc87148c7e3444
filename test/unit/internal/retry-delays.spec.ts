import { describe, expect, it } from '@jest/globals';
import { backoffDelay, jitteredDelay, randomDelay, shortenedDelay } from '../../../lib/internal/retry-delays.js';

const LEAST = () => 0;
const MOST = () => 1 - Number.EPSILON;

describe('jitteredDelay', () => {
  it('spreads a delay over 80 to 120 percent of it', () => {
    expect(jitteredDelay(1000, LEAST)).toBe(800);
    expect(jitteredDelay(1000, MOST)).toBeCloseTo(1200);
  });
});

describe('shortenedDelay', () => {
  it('spreads a delay over 80 to 100 percent of it', () => {
    expect(shortenedDelay(1000, LEAST)).toBe(800);
    expect(shortenedDelay(1000, MOST)).toBeCloseTo(1000);
  });
});

describe('randomDelay', () => {
  it('lies between zero and the longest delay', () => {
    expect(randomDelay(50, LEAST)).toBe(0);
    expect(randomDelay(50, MOST)).toBeCloseTo(50);
  });
});

describe('backoffDelay', () => {
  const pauses = { first: 50, longest: 500 };

  it('doubles with each failure until it reaches the longest delay', () => {
    const delays = [0, 1, 2, 3, 4, 50, 5000].map((failures) => backoffDelay(failures, pauses, MOST));
    expect(delays.map(Math.round)).toEqual([50, 100, 200, 400, 500, 500, 500]);
  });

  it('subtracts up to half of the delay', () => {
    expect(backoffDelay(1, pauses, LEAST)).toBe(50);
    expect(backoffDelay(5000, pauses, LEAST)).toBe(250);
  });

  it('differs between two callers with the same failures', () => {
    const delays = Array.from({ length: 20 }, () => backoffDelay(3, pauses));
    expect(new Set(delays).size).toBeGreaterThan(1);
  });
});
