import type { Flag } from '../../engine/flag.js';
import type { FlagLogger } from '../flag-logger.js';
import type { ReferenceIndex } from './reference-index.js';

/**
 * Warns once of each prerequisite that is not defined. This is not an error, because an override may know the flag, or a
 * release to come; but it may just as well be a typo.
 */
export class UnknownPrerequisites {
  readonly #index: ReferenceIndex;
  readonly #logger: Pick<FlagLogger, 'warn'>;
  #warned: ReadonlySet<string> = new Set();

  constructor(index: ReferenceIndex, logger: Pick<FlagLogger, 'warn'>) {
    this.#index = index;
    this.#logger = logger;
  }

  /** @param rejected the keys of flags that have a definition which cannot be used */
  warn(flags: ReadonlyMap<string, Flag>, rejected: ReadonlySet<string>): void {
    const unknown = new Set<string>();
    for (const [prerequisite, [flag]] of this.#index.prerequisites) {
      if (flags.has(prerequisite)) continue;
      unknown.add(prerequisite);
      if (this.#warned.has(prerequisite)) continue;
      const consequence = rejected.has(prerequisite)
        ? 'the definition of which is rejected: it is off until that can be used'
        : 'which no provider defines: it is off until one does';
      this.#logger.warn(`Flag "${flag}" needs the flag "${prerequisite}", ${consequence}.`);
    }
    this.#warned = unknown;
  }
}
