import type { FlagSetDelta } from '../flag-provider.js';

/** The keys of definitions that are other ones than before, new, or gone. */
export interface ChangedKeys {
  readonly flags: Iterable<string>;
  readonly segments: Iterable<string>;
}

/** All definitions of a source. */
interface DefinitionsByKey {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly segments: Readonly<Record<string, unknown>>;
}

/** What a listener has yet to be told: everything that has changed since it was last told, whoever has read it meanwhile. */
export class PendingDelta {
  readonly #flags = new Set<string>();
  readonly #segments = new Set<string>();
  #needsLoad: boolean;

  /** @param needsLoad whether only a load can tell the listener what has changed, as nothing was read before */
  constructor(needsLoad: boolean) {
    this.#needsLoad = needsLoad;
  }

  /** Whether there is nothing to tell. */
  get isEmpty(): boolean {
    return !this.#needsLoad && this.#flags.size === 0 && this.#segments.size === 0;
  }

  add({ flags, segments }: ChangedKeys): void {
    for (const key of flags) this.#flags.add(key);
    for (const key of segments) this.#segments.add(key);
  }

  /** Makes the listener load the source as soon as it can be read again: it has seen that it could not. */
  requireLoad(): void {
    this.#needsLoad = true;
  }

  /**
   * Takes what there is to tell.
   *
   * @param now what there is now
   * @returns `undefined` when the listener has to load the source
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
