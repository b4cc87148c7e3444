import type { Scope } from '../../../lib/engine/compile/scope.js';

/** A scope without other definitions, and with a stopped clock. */
export function scopeOf(key: string, parts: Partial<Scope> = {}): Scope {
  return { key, now: () => 0, segment: () => () => false, flag: () => () => undefined, ...parts };
}
