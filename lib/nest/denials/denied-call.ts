import { FeatureFlagDisabledError } from './feature-flag-disabled.error.js';

const denials = new WeakSet<object>();

/** Records that an error is the response of a closed gate, whatever its class. Returns the error. */
export function markDenied<E extends Error>(error: E): E {
  denials.add(error);
  return error;
}

/** The type of all errors of closed gates, for `@Catch`: those of a `disabledHandler` have any class. */
export abstract class DeniedCall extends Error {
  static override [Symbol.hasInstance](error: unknown): boolean {
    if (typeof error !== 'object' || error === null) return false;
    return error instanceof FeatureFlagDisabledError || denials.has(error);
  }
}
