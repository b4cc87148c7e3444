import { isFlagKey } from '../engine/flag-key.js';
import type { CheckedCache } from './checked-cache.js';

/** The list of what is stored: caches cannot list their keys. */
export interface StoredKeys {
  /** Counts the writes of this store. */
  readonly version: number;
  /** Of the flags. */
  readonly keys: readonly string[];
  readonly segments: readonly string[];
}

/** An index may have been written by a release that knew no segments. */
type StoredIndex = Omit<StoredKeys, 'segments'> & Partial<Pick<StoredKeys, 'segments'>>;

const NAME = 'index';

/** Where a cache keeps the list of what is stored in it. */
export class CacheIndex {
  readonly #cache: CheckedCache;
  #last: StoredKeys = { version: 0, keys: [], segments: [] };

  constructor(cache: CheckedCache) {
    this.#cache = cache;
  }

  /**
   * What is stored now. What was known is not given up for an index that is gone, or that an older release has written:
   * an emptied cache is no empty set of definitions, they are missed.
   *
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the cache is away, or the entry is no index
   */
  async read(): Promise<StoredKeys> {
    const index = await this.#cache.get(NAME);
    if (index === undefined) {
      await this.#cache.probe(); // caches swallow errors: "nothing there" may mean "not reached"
      return this.#last;
    }
    if (!isIndex(index)) {
      throw this.#cache.failed(`its entry "${this.#cache.keyOf(NAME)}" is not an index of flags: remove it`);
    }
    return (this.#last = { ...index, segments: index.segments ?? this.#last.segments });
  }

  async write(index: StoredKeys): Promise<void> {
    await this.#cache.set(NAME, index);
    this.#last = index;
  }
}

function isIndex(value: unknown): value is StoredIndex {
  if (typeof value !== 'object' || value === null || !('version' in value) || !('keys' in value)) return false;
  if (!Number.isSafeInteger(value.version) || !isListOfKeys(value.keys)) return false;
  return !('segments' in value) || isListOfKeys(value.segments);
}

function isListOfKeys(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isFlagKey);
}
