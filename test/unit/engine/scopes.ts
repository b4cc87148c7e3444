import type { Scope } from '../../../lib/engine/compile/scope.js';

/** A scope in which nothing else is defined and the clock stands still. */
export function scopeOf(key: string, parts: Partial<Scope> = {}): Scope {
  return { key, now: () => 0, segment: () => () => false, flag: () => () => undefined, ...parts };
}
