import { randomUUID } from 'node:crypto';
import { isFlagKey } from '../../engine/flag-key.js';
import type { CheckedCache } from './checked-cache.js';

/** The list of what is stored: caches cannot list their keys. */
export interface StoredKeys {
  /** Drawn with the first index of a cache: tells one that was begun anew from one that has gone on. */
  readonly id?: string | undefined;
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

  /** What was stored when it was last read. */
  get last(): StoredKeys {
    return this.#last;
  }

  /**
   * What is stored now. What was known is not given up for an index that is gone or begun anew: an emptied cache is no
   * empty set of definitions, they were lost.
   *
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the cache is away, has lost the index, or has another entry there
   */
  async read(): Promise<StoredKeys> {
    const index = await this.find();
    if (this.hasLost(index)) throw this.#cache.failed(this.#lossOf(index));
    return (this.#last = index ?? this.#last);
  }

  /**
   * What is stored now, whatever was known; `undefined` when nothing is.
   *
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the cache is away, or the entry is no index
   */
  async find(): Promise<StoredKeys | undefined> {
    const index = await this.#cache.get(NAME);
    if (index === undefined) {
      await this.#cache.probe(); // caches swallow errors: "nothing there" may mean "not reached"
      return undefined;
    }
    if (!isIndex(index)) {
      throw this.#cache.failed(`its entry "${this.#cache.keyOf(NAME)}" is not an index of flags: remove it`);
    }
    return { ...index, segments: index.segments ?? this.#last.segments };
  }

  /** Whether an index lacks what was known: it is gone, or was begun anew. */
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
      `the cache has lost its flags: its entry "${this.#cache.keyOf(NAME)}" is ${index === undefined ? 'gone' : 'another one'}. ` +
      `The ${keys.length} flags and ${segments.length} segments that are known stay in force here, and no writes are taken. ` +
      'Write them back with restore() of the provider, or start anew to take over what the cache holds'
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
