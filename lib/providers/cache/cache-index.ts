import { randomUUID } from 'node:crypto';
import { isFlagKey } from '../../engine/flag-key.js';
import type { CheckedCache } from './checked-cache.js';

/** The list of stored definitions, because caches cannot list their keys. */
export interface StoredKeys {
  /** Generated with the first index of a cache; distinguishes a new index from a continued one. */
  readonly id?: string | undefined;
  /** Incremented with each write. */
  readonly version: number;
  /** The keys of the flags. */
  readonly keys: readonly string[];
  readonly segments: readonly string[];
}

/** An index that may have been written by a release without segments. */
type StoredIndex = Omit<StoredKeys, 'segments'> & Partial<Pick<StoredKeys, 'segments'>>;

const NAME = 'index';

/** Reads and writes the list of stored definitions in a cache. */
export class CacheIndex {
  readonly #cache: CheckedCache;
  #last: StoredKeys = { version: 0, keys: [], segments: [] };

  constructor(cache: CheckedCache) {
    this.#cache = cache;
  }

  /** The index as last read or written. */
  get last(): StoredKeys {
    return this.#last;
  }

  /**
   * Reads the index. A missing or new index is an error if definitions were read before, because an emptied cache has
   * lost its definitions.
   *
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the cache is unavailable, has lost the index, or has an
   *   invalid one
   */
  async read(): Promise<StoredKeys> {
    const index = await this.find();
    if (this.hasLost(index)) throw this.#cache.failed(this.#lossOf(index));
    return (this.#last = index ?? this.#last);
  }

  /**
   * Reads the index regardless of what was read before; `undefined` if there is none.
   *
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the cache is unavailable, or the entry is not an index
   */
  async find(): Promise<StoredKeys | undefined> {
    const index = await this.#cache.get(NAME);
    if (index === undefined) {
      await this.#cache.probe(); // caches swallow errors, so a missing entry may be an outage
      return undefined;
    }
    if (!isIndex(index)) {
      throw this.#cache.failed(`its entry "${this.#cache.keyOf(NAME)}" is not an index of flags: remove it`);
    }
    return { ...index, segments: index.segments ?? this.#last.segments };
  }

  /** Whether definitions that were read before are lost, because the index is missing or new. */
  hasLost(index: StoredKeys | undefined): boolean {
    const { id, keys, segments } = this.#last;
    if (keys.length + segments.length === 0) return false;
    return index === undefined || (id !== undefined && index.id !== undefined && index.id !== id);
  }

  async write(index: StoredKeys): Promise<void> {
    const named = { ...index, id: index.id ?? randomUUID() };
    await this.#cache.set(NAME, named);
    this.#last = named;
  }

  #lossOf(index: StoredKeys | undefined): string {
    const { keys, segments } = this.#last;
    return (
      `the cache has lost its flags: its entry "${this.#cache.keyOf(NAME)}" is ${index === undefined ? 'missing' : 'a new one'}. ` +
      `The last known ${keys.length} flags and ${segments.length} segments stay in force here, and writes are rejected. ` +
      'Write them back with restore() of the provider, or restart the process to accept the current content of the cache'
    );
  }
}

function isIndex(value: unknown): value is StoredIndex {
  if (typeof value !== 'object' || value === null || !('version' in value) || !('keys' in value)) return false;
  if ('id' in value && typeof value.id !== 'string') return false;
  if (!Number.isSafeInteger(value.version) || !isListOfKeys(value.keys)) return false;
  return !('segments' in value) || isListOfKeys(value.segments);
}

function isListOfKeys(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isFlagKey);
}
