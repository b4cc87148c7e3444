import { milliseconds, type Duration } from '../internal/duration.js';
import type { Flag } from '../engine/flag.js';
import { FlagLimits } from '../engine/flag-limits.js';
import { durationOption } from '../internal/options/duration-option.js';
import { textOption } from '../internal/options/option-readers.js';
import { OptionsSchema } from '../internal/options/options-schema.js';
import { partNameOption } from '../internal/options/part-name.js';
import type { Segment } from '../engine/targeting/segment.js';
import { SerialQueue } from '../internal/serial-queue.js';
import type { FlagCacheBackend } from './cache/cache-backend.js';
import { CacheEntries } from './cache/cache-entries.js';
import { CacheIndex, type StoredKeys } from './cache/cache-index.js';
import { CheckedCache } from './cache/checked-cache.js';
import { flagReader, segmentReader } from './definition-reader.js';
import { assertVersion, type Versioned } from './definition-version.js';
import type { FlagSet, FlagWrite, SegmentWrite, WritableFlagProvider } from './flag-provider.js';
import { cacheOption } from './provider-option.js';
import { assertWriteArgument } from './write-argument.js';

export interface CacheBackendProviderOptions {
  /** What all its cache keys begin with; one for each application that shares the cache. @default 'feature-flags' */
  readonly prefix?: string | undefined;
  /** How long one answer of the cache may take, 1 ms to 10 minutes. @default '5s' */
  readonly timeout?: Duration | undefined;
  /** @default 'cache-backend' */
  readonly name?: string | undefined;
}

const providerOptions = new OptionsSchema<CacheBackendProviderOptions>('CacheBackendProvider', {
  prefix: textOption(FlagLimits.nameLength),
  timeout: durationOption('1ms', '10m'),
  name: partNameOption,
});

/**
 * Definitions kept in any cache-manager cache or Keyv store, Redis and Memcached among them: one entry for each flag and
 * segment, without expiry, and an index that lists them. One entry that cannot be read does not hide the others.
 *
 * Several processes may read one cache. Writes of one process are in order; caches have no atomic write, so that two
 * processes that write at the same instant may overwrite each other.
 *
 * @example new CacheBackendProvider(new Keyv({ store: new KeyvRedis('redis://localhost:6379') }))
 */
export class CacheBackendProvider implements WritableFlagProvider {
  readonly name: string;
  readonly #cache: CheckedCache;
  readonly #index: CacheIndex;
  readonly #flags: CacheEntries<Flag>;
  readonly #segments: CacheEntries<Segment>;
  readonly #writes = new SerialQueue();

  /** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option, or when the cache is not one */
  constructor(cache: FlagCacheBackend, options: CacheBackendProviderOptions = {}) {
    const { name = 'cache-backend', prefix = 'feature-flags', timeout = '5s' } = providerOptions.read(options);
    cacheOption(cache, 'The cache of CacheBackendProvider');
    this.name = name;
    this.#cache = new CheckedCache(cache, { provider: name, prefix, timeout: milliseconds(timeout) });
    this.#index = new CacheIndex(this.#cache);
    this.#flags = new CacheEntries(flagReader, this.#cache);
    this.#segments = new CacheEntries(segmentReader, this.#cache);
  }

  /** @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the cache is away: an outage never looks like "no flags" */
  async load(): Promise<FlagSet> {
    const index = await this.#index.read();
    const [flags, segments] = await Promise.all([this.#flags.load(index.keys), this.#segments.load(index.segments)]);
    const problems = [...flags.problems, ...segments.problems];
    if (problems.length > 0) await this.#cache.probe(); // entries that vanish all at once are an outage
    return { flags: flags.definitions, segments: segments.definitions, problems };
  }

  /**
   * Stores or deletes one flag; returns once the cache gives back what was written.
   *
   * @throws {VersionConflictError} (`VERSION_CONFLICT`) when the stored version is not the expected one
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the cache does not keep the entry
   */
  async write(write: FlagWrite): Promise<Flag | undefined> {
    assertWriteArgument(write);
    const { key, flag, expectedVersion } = write;
    return await this.#write(this.#flags, 'keys', key, flag, expectedVersion);
  }

  /** Stores or deletes one segment; throws like {@link write}. */
  async writeSegment(write: SegmentWrite): Promise<Segment | undefined> {
    assertWriteArgument(write);
    const { key, segment, expectedVersion } = write;
    return await this.#write(this.#segments, 'segments', key, segment, expectedVersion);
  }

  /**
   * Writes what is known back to a cache that has lost it, such as one that was emptied. What the cache has by now under
   * the same keys is newer, and stays. May be called by several processes, and again after an interruption.
   *
   * @returns how many flags and segments were written
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the cache is away, or has lost nothing that is known here
   */
  restore(): Promise<number> {
    return this.#writes.run(async () => {
      const { last } = this.#index;
      const found = await this.#index.find();
      if (!this.#index.hasLost(found)) throw this.#cache.failed('the cache has lost nothing that is known here');
      const restored = (await this.#flags.restore(last.keys)) + (await this.#segments.restore(last.segments));
      const version = Math.max(last.version, found?.version ?? 0) + 1;
      const keys = [...new Set([...last.keys, ...(found?.keys ?? [])])];
      const segments = [...new Set([...last.segments, ...(found?.segments ?? [])])];
      await this.#index.write({ id: last.id, version, keys, segments }); // the id that all who know more follow
      return restored;
    });
  }

  #write<D extends Versioned>(
    entries: CacheEntries<D>,
    list: 'keys' | 'segments',
    key: string,
    definition: D | undefined,
    expectedVersion: number | undefined,
  ): Promise<D | undefined> {
    return this.#writes.run(async () => {
      const index = await this.#index.read();
      const { kind, parse } = entries.reader;
      assertVersion(kind, key, index[list].includes(key) ? await entries.get(key) : undefined, expectedVersion);
      const version = index.version + 1;
      const others = index[list].filter((each) => each !== key);
      const listing = (keys: readonly string[]): StoredKeys => ({ ...index, version, [list]: keys });
      if (definition === undefined) {
        await this.#index.write(listing(others));
        await entries.remove(key);
        return undefined;
      }
      const stored = parse(key, { ...definition, version });
      await entries.set(key, stored); // first the entry: the index never names what is not there
      await this.#index.write(listing([...others, key]));
      return stored;
    });
  }
}
