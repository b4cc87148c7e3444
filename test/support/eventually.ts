import { setImmediate } from 'node:timers/promises';

/** Repeats `check` between turns of the event loop until it does not throw; rethrows its last error when time is up. */
export async function eventually<T>(check: () => T | Promise<T>, milliseconds = 5000): Promise<T> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await setImmediate();
    }
  }
}
