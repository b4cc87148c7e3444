import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LeaseMemory } from '../../../../lib/store/memory/lease-memory.js';

describe('A lease in memory', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('belongs to its holder until its time is over, and to nobody else', () => {
    const leases = new LeaseMemory();
    expect([leases.take('expiry', 'one', 1000), leases.take('expiry', 'two', 1000)]).toEqual([true, false]);
    jest.advanceTimersByTime(999);
    expect(leases.take('expiry', 'two', 1000)).toBe(false);
    jest.advanceTimersByTime(1);
    expect([leases.take('expiry', 'two', 1000), leases.take('expiry', 'one', 1000)]).toEqual([true, false]);
  });

  it("lasts from the time of its holder's last request", () => {
    const leases = new LeaseMemory();
    leases.take('expiry', 'one', 1000);
    jest.advanceTimersByTime(900);
    expect(leases.take('expiry', 'one', 1000)).toBe(true);
    jest.advanceTimersByTime(900);
    expect(leases.take('expiry', 'two', 1000)).toBe(false);
  });

  it('does not end earlier when the clock of the machine is set', () => {
    const leases = new LeaseMemory();
    leases.take('expiry', 'one', 1000);
    jest.setSystemTime(Date.now() + 86_400_000);
    expect(leases.take('expiry', 'two', 1000)).toBe(false);
  });
});
