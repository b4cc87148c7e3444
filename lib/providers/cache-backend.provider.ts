import { randomUUID } from 'node:crypto';
import type { Flag } from '../engine/flag.js';
import { isFlagKey } from '../engine/flag-key.js';
import { pathText } from '../engine/flag.errors.js';
import { parseFlag, tryParseFlag } from '../engine/parse-flag.js';
import { removeFrom, type FlagCacheBackend } from './cache-backend.js';
import type { FlagProblem, FlagSet, FlagWrite, WritableFlagProvider } from './flag-provider.js';
import { versionOf } from './flag-version.js';
import { messageOf, ProviderFailedError, ProviderTimeoutError, VersionConflictError } from './provider.errors.js';
import { SerialQueue } from './serial-queue.js';
import { withTimeout } from './with-timeout.js';

export interface CacheBackendFlagProviderOptions {
  /** What all its cache keys begin with; one for each application that shares the cache. @default 'feature-flags' */
  readonly prefix?: string | undefined;
  /** How long one answer of the cache may take, in milliseconds. @default 5,000 */
  readonly timeout?: number | undefined;
  /** @default 'cache-backend' */
  readonly name?: string | undefined;
}

/** The list of stored flags: caches cannot list their keys. */
interface Index {
  /** Counts the writes of this store. */
  readonly version: number;
  readonly keys: readonly string[];
}

const FOR_GOOD = 0; // a ttl; also overrules a cache's own default
const PROBE_MS = 10_000;

/**
 * Definitions kept in any cache-manager cache or Keyv store, Redis and Memcached among them: one entry for each flag,
 * without expiry, and an index that lists them. One entry that cannot be read does not hide the others.
 *
 * Several processes may read one cache. Writes of one process are in order; caches have no atomic write, so that two
 * processes that write at the same instant may overwrite each other.
 *
 * @example new CacheBackendFlagProvider(new Keyv({ store: new KeyvRedis('redis://localhost:6379') }))
 */
export class CacheBackendFlagProvider implements WritableFlagProvider {
  readonly name: string;
  readonly #cache: FlagCacheBackend;
  readonly #prefix: string;
  readonly #timeout: number;
  readonly #writes = new SerialQueue();
  #lastIndex: Index = { version: 0, keys: [] };

  constructor(cache: FlagCacheBackend, options: CacheBackendFlagProviderOptions = {}) {
    this.#cache = cache;
    this.name = options.name ?? 'cache-backend';
    this.#prefix = options.prefix ?? 'feature-flags';
    this.#timeout = options.timeout ?? 5000;
  }

  /** @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the cache is away: an outage never looks like "no flags" */
  async load(): Promise<FlagSet> {
    const { keys } = await this.#index();
    const flags: Record<string, Flag> = {};
    const problems: FlagProblem[] = [];
    const entries = await Promise.all(keys.map(async (key) => ({ key, found: await this.#entry(key) })));
    for (const { key, found } of entries) {
      if (typeof found === 'string') problems.push({ key, message: found });
      else flags[key] = found;
    }
    if (problems.length > 0) await this.#probe(); // entries that vanish all at once are an outage
    return { flags, problems };
  }

  /**
   * Stores or deletes one definition; returns once the cache gives back what was written.
   *
   * @throws {VersionConflictError} (`VERSION_CONFLICT`) when the stored version is not the expected one
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the cache does not keep the entry
   */
  write({ key, flag, expectedVersion }: FlagWrite): Promise<Flag | undefined> {
    return this.#writes.run(async () => {
      const index = await this.#index();
      const found = index.keys.includes(key) ? await this.#entry(key) : undefined;
      const actual = versionOf(typeof found === 'string' ? undefined : found);
      if (expectedVersion !== undefined && expectedVersion !== actual) {
        throw new VersionConflictError(key, expectedVersion, actual);
      }
      const version = index.version + 1;
      const others = index.keys.filter((each) => each !== key);
      if (flag === undefined) {
        await this.#storeIndex({ version, keys: others });
        await this.#bounded(() => removeFrom(this.#cache, this.#entryKey(key)));
        return undefined;
      }
      const stored = parseFlag(key, { ...flag, version });
      await this.#store(this.#entryKey(key), stored); // first the entry: the index never names what is not there
      await this.#storeIndex({ version, keys: [...others, key] });
      return stored;
    });
  }

  async #index(): Promise<Index> {
    const index = await this.#bounded(() => this.#cache.get(this.#indexKey));
    if (index === undefined || index === null) {
      await this.#probe(); // caches swallow errors: "nothing there" may mean "not reached"
      return this.#lastIndex; // an emptied cache is not an empty set of flags: those that were known are missed
    }
    if (!isIndex(index)) throw this.#failed(`its entry "${this.#indexKey}" is not an index of flags: remove it`);
    this.#lastIndex = index;
    return index;
  }

  async #storeIndex(index: Index): Promise<void> {
    await this.#store(this.#indexKey, index);
    this.#lastIndex = index;
  }

  /** The flag, or what is wrong with its entry. */
  async #entry(key: string): Promise<Flag | string> {
    let entry: unknown;
    try {
      entry = await this.#bounded(() => this.#cache.get(this.#entryKey(key)));
    } catch (error) {
      if (error instanceof ProviderTimeoutError) throw error;
      return `entry "${this.#entryKey(key)}" cannot be read`;
    }
    if (entry === undefined || entry === null) return `entry "${this.#entryKey(key)}" is gone from the cache`;
    const { flag, issues } = tryParseFlag(key, entry);
    return flag ?? issues.map(({ path, message }) => `${pathText(path)}: ${message}`).join('; ');
  }

  /** Proves that the cache can be reached and keeps what it is given. */
  async #probe(): Promise<void> {
    const probe = randomUUID();
    const key = `${this.#prefix}:probe:${probe}`;
    await this.#store(key, { probe }, PROBE_MS);
    await this.#bounded(() => removeFrom(this.#cache, key));
  }

  async #store(key: string, value: object, ttl = FOR_GOOD): Promise<void> {
    await this.#bounded(() => this.#cache.set(key, value, ttl));
    const kept = await this.#bounded(() => this.#cache.get(key));
    if (JSON.stringify(kept) !== JSON.stringify(value)) {
      throw this.#failed(`the cache is away or does not keep "${key}": what was written does not come back`);
    }
  }

  async #bounded<T>(work: () => T | Promise<T>): Promise<T> {
    try {
      return await withTimeout(work, this.#timeout, () => new ProviderTimeoutError(this.name, this.#timeout));
    } catch (error) {
      throw error instanceof ProviderTimeoutError ? error : this.#failed(messageOf(error), error);
    }
  }

  #failed(message: string, cause?: unknown): ProviderFailedError {
    return new ProviderFailedError(this.name, message, { cause });
  }

  get #indexKey(): string {
    return `${this.#prefix}:index`;
  }

  #entryKey(key: string): string {
    return `${this.#prefix}:flag:${key}`;
  }
}

function isIndex(value: unknown): value is Index {
  if (typeof value !== 'object' || value === null || !('version' in value) || !('keys' in value)) return false;
  return Number.isSafeInteger(value.version) && Array.isArray(value.keys) && value.keys.every(isFlagKey);
}
