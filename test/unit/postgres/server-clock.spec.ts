import { describe, expect, it, jest } from '@jest/globals';
import { ServerClock } from '../../../lib/postgres/server-clock.js';

const MINUTE = 60_000;

/** A server whose clock shows `time`, and counts how often it was read. */
function server(time: number) {
  const state = { time, reads: 0 };
  const clock = new ServerClock({
    run: async () => {
      state.reads++;
      return [{ time: state.time }];
    },
  });
  return { clock, state };
}

describe('The clock of a Postgres server', () => {
  it('is read once for several deadlines', async () => {
    const { clock, state } = server(1_000_000);
    const now = performance.now();
    const one = await clock.timeAt(now + 2000, 500);
    const other = await clock.timeAt(now + 3000, 500);
    expect(other - one).toBeCloseTo(1000, -1);
    expect(one).toBeLessThanOrEqual(1_002_000);
    expect(one).toBeGreaterThan(1_000_000);
    expect(state.reads).toBe(1);
  });

  it('follows the times that answers contain', async () => {
    const { clock, state } = server(0);
    clock.observe(5_000_000);
    await expect(clock.timeAt(performance.now(), 500)).resolves.toBeCloseTo(5_000_000, -2);
    expect(state.reads).toBe(0);
  });

  it('is read again after it was forgotten', async () => {
    const { clock, state } = server(7);
    clock.observe(5_000_000);
    clock.forget();
    await expect(clock.timeAt(performance.now(), 500)).resolves.toBeLessThan(1000);
    await expect(clock.now()).resolves.toBe(7);
    expect(state.reads).toBe(2);
  });

  it('is read again after half a minute, in which clocks may have drifted apart', async () => {
    const { clock, state } = server(7);
    clock.observe(5_000_000);
    const now = performance.now();
    const spy = jest.spyOn(performance, 'now').mockReturnValue(now + MINUTE);
    try {
      await expect(clock.timeAt(now + MINUTE, 500)).resolves.toBe(7);
    } finally {
      spy.mockRestore();
    }
    expect(state.reads).toBe(1);
  });
});
