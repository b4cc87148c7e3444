import { isFlagKey } from '../../engine/flag-key.js';
import { ExternalLimits } from './external-limits.js';

/** The keys that an external provider is asked for, unless this module defines the flag. */
export class ExternalKeys {
  readonly #keys = new Set<string>();

  constructor(keys: readonly string[]) {
    this.add(keys);
  }

  /** Adds keys; invalid ones, and those over the limit, are ignored. */
  add(keys: Iterable<string>): void {
    for (const key of keys) {
      if (this.#keys.size >= ExternalLimits.keys) return;
      if (isFlagKey(key)) this.#keys.add(key);
    }
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** The keys that pass a test, in the order in which they were added. */
  filter(isIncluded: (key: string) => boolean): string[] {
    return [...this.#keys].filter(isIncluded);
  }
}
