import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { systemClock } from '../../../lib/manager/clock.js';

const day = 86_400_000;

describe("The system's clock", () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse('2026-01-01') });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('returns the time', () => {
    expect(systemClock.now()).toBe(Date.parse('2026-01-01'));
  });

  it.each([0, 1, 60_000, 24 * day, 25 * day, 100 * day])('runs a task after %p milliseconds, and once', (delay) => {
    const task = jest.fn();
    systemClock.schedule(task, delay);
    if (delay > 0) jest.advanceTimersByTime(delay - 1);
    expect(task).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(task).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(200 * day);
    expect(task).toHaveBeenCalledTimes(1);
  });

  it('runs an overdue task as soon as it can', () => {
    const task = jest.fn();
    systemClock.schedule(task, -5);
    jest.advanceTimersByTime(0);
    expect(task).toHaveBeenCalledTimes(1);
  });

  it('can cancel a task at any time', () => {
    const task = jest.fn();
    const cancel = systemClock.schedule(task, 60 * day);
    jest.advanceTimersByTime(40 * day);
    cancel();
    jest.advanceTimersByTime(100 * day);
    expect(task).not.toHaveBeenCalled();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('keeps no process alive', () => {
    jest.useRealTimers();
    const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const cancel = systemClock.schedule(() => {}, 60_000);
    expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout')).toHaveLength(before);
    cancel();
  });
});
