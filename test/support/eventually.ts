import { setImmediate } from 'node:timers/promises';

/** Repeats `check` while the event loop goes on, until it does not throw; fails as it last did when time is up. */
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
