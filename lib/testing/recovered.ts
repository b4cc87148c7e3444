import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';

const RECOVERY_MS = 3000;

/**
 * Repeats a call until it succeeds, because clients need a moment to reconnect; after 3 seconds, throws the last error.
 */
export async function recovered<T>(call: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + RECOVERY_MS;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (error instanceof assert.AssertionError || Date.now() >= deadline) throw error;
      await setImmediate();
    }
  }
}
