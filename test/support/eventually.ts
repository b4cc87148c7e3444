import { setImmediate } from 'node:timers/promises';

/** Repeats `check` while the event loop goes on, until it does not throw; fails as it last did after five seconds. */
export async function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  const deadline = performance.now() + 5000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await setImmediate();
    }
  }
}
