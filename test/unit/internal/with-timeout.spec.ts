import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { withTimeout } from '../../../lib/internal/with-timeout.js';

const expired = () => new Error('too late');
const throwing = () => {
  throw new Error('closed');
};

describe('withTimeout', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('settles like the work does, and leaves no timer behind', async () => {
    expect(await withTimeout(async () => 'open', 1000, expired)).toBe('open');
    expect(await withTimeout(() => 'at once', 1000, expired)).toBe('at once');
    await expect(withTimeout(() => Promise.reject(new Error('closed')), 1000, expired)).rejects.toThrow('closed');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('rejects when the work throws before it returns', async () => {
    await expect(withTimeout(throwing, 1000, expired)).rejects.toThrow('closed');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('rejects when time is up, not earlier', async () => {
    let outcome = 'waiting';
    withTimeout(() => new Promise(() => {}), 1000, expired).catch((error: Error) => (outcome = error.message));
    await jest.advanceTimersByTimeAsync(999);
    expect(outcome).toBe('waiting');
    await jest.advanceTimersByTimeAsync(1);
    expect(outcome).toBe('too late');
  });

  it.each([Number.MAX_SAFE_INTEGER, Infinity])('does not expire at once with the long limit %d', async (limit) => {
    let outcome = 'waiting';
    withTimeout(() => new Promise(() => {}), limit, expired).catch((error: Error) => (outcome = error.message));
    await jest.advanceTimersByTimeAsync(24 * 3_600_000);
    expect(outcome).toBe('waiting');
  });
});
