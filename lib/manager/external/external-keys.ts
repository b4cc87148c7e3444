import { isFlagKey } from '../../engine/flag-key.js';
import { recentlyUsed } from '../../internal/recently-used.js';
import { ExternalLimits } from './external-limits.js';

/** The keys that an external provider is asked for, unless this module defines the flag. */
export class ExternalKeys {
  readonly #named = new Set<string>();
  /** The keys that gates have required for single calls, which may depend on the caller. */
  readonly #required = recentlyUsed<true>(ExternalLimits.requiredKeys);

  constructor(keys: readonly string[]) {
    this.add(keys);
  }

  /** Adds keys; invalid ones, and those over the limit, are ignored. */
  add(keys: Iterable<string>): void {
    for (const key of keys) {
      if (this.#named.size >= ExternalLimits.keys) return;
      if (isFlagKey(key)) this.#named.add(key);
    }
  }

  /** Adds keys that a gate requires for one call; the oldest of these are removed. */
  require(keys: Iterable<string>): void {
    for (const key of keys) if (isFlagKey(key) && !this.#named.has(key)) this.#required.set(key, true);
  }

  has(key: string): boolean {
    return this.#named.has(key) || this.#required.has(key);
  }

  /** The keys that pass a test. */
  filter(isIncluded: (key: string) => boolean): string[] {
    return [...this.#named, ...this.#required.keys()].filter(isIncluded);
  }
}
