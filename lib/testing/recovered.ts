import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';

const RECOVERY_MS = 3000;

/** Tries again until it is answered, for clients take a moment to connect again; at last fails as the call does. */
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
