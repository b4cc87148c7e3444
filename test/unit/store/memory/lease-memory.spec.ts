import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LeaseMemory } from '../../../../lib/store/memory/lease-memory.js';

describe('A lease in memory', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it("is its holder's until its time is over, and nobody else's", () => {
    const leases = new LeaseMemory();
    expect([leases.take('expiry', 'one', 1000), leases.take('expiry', 'two', 1000)]).toEqual([true, false]);
    jest.advanceTimersByTime(999);
    expect(leases.take('expiry', 'two', 1000)).toBe(false);
    jest.advanceTimersByTime(1);
    expect([leases.take('expiry', 'two', 1000), leases.take('expiry', 'one', 1000)]).toEqual([true, false]);
  });

  it('lasts from the time at which its holder has last asked', () => {
    const leases = new LeaseMemory();
    leases.take('expiry', 'one', 1000);
    jest.advanceTimersByTime(900);
    expect(leases.take('expiry', 'one', 1000)).toBe(true);
    jest.advanceTimersByTime(900);
    expect(leases.take('expiry', 'two', 1000)).toBe(false);
  });

  it('does not end earlier because somebody sets the clock of the machine', () => {
    const leases = new LeaseMemory();
    leases.take('expiry', 'one', 1000);
    jest.setSystemTime(Date.now() + 86_400_000);
    expect(leases.take('expiry', 'two', 1000)).toBe(false);
  });
});
