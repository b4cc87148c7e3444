import type { FlagSetDelta } from '../flag-provider.js';

/** The keys of definitions that have been changed, added or removed. */
export interface ChangedKeys {
  readonly flags: Iterable<string>;
  readonly segments: Iterable<string>;
}

/** All definitions of a source. */
interface DefinitionsByKey {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly segments: Readonly<Record<string, unknown>>;
}

/** The changes since a listener was last notified, including those that were already read for other purposes. */
export class PendingDelta {
  readonly #flags = new Set<string>();
  readonly #segments = new Set<string>();
  #needsLoad: boolean;

  /** @param needsLoad whether the listener must load the source, because nothing was read before */
  constructor(needsLoad: boolean) {
    this.#needsLoad = needsLoad;
  }

  /** Whether there are no changes to announce. */
  get isEmpty(): boolean {
    return !this.#needsLoad && this.#flags.size === 0 && this.#segments.size === 0;
  }

  add({ flags, segments }: ChangedKeys): void {
    for (const key of flags) this.#flags.add(key);
    for (const key of segments) this.#segments.add(key);
  }

  /** Makes the listener load the source when it can be read again, because a read has failed. */
  requireLoad(): void {
    this.#needsLoad = true;
  }

  /**
   * Returns and resets the changes for the listener.
   *
   * @param now all current definitions
   * @returns `undefined` if the listener must load the source
   */
  take(now: DefinitionsByKey): FlagSetDelta | undefined {
    const delta = this.#needsLoad
      ? undefined
      : { flags: valuesOf(this.#flags, now.flags), segments: valuesOf(this.#segments, now.segments) };
    this.#flags.clear();
    this.#segments.clear();
    this.#needsLoad = false;
    return delta;
  }
}

function valuesOf(keys: Iterable<string>, all: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Array.from(keys, (key) => [key, Object.hasOwn(all, key) ? all[key] : null]));
}
