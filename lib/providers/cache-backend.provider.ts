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

/** The options of {@link CacheBackendProvider}. */
export interface CacheBackendProviderOptions {
  /** The prefix of all cache keys; each application that shares the cache needs its own. @default 'feature-flags' */
  readonly prefix?: string | undefined;
  /** The timeout of one call of the cache, 1 ms to 10 minutes. @default '5s' */
  readonly timeout?: Duration | undefined;
  /** The name of the provider. @default 'cache-backend' */
  readonly name?: string | undefined;
}

const providerOptions = new OptionsSchema<CacheBackendProviderOptions>('CacheBackendProvider', {
  prefix: textOption(FlagLimits.nameLength),
  timeout: durationOption('1ms', '10m'),
  name: partNameOption,
});

/**
 * Stores definitions in any cache-manager cache or Keyv store, such as Redis or Memcached: one entry for each flag and
 * segment, without expiry, and an index that lists them. An unreadable entry does not affect the others.
 *
 * Several processes may read one cache. Writes of one process are sequential, but caches have no conditional writes, so
 * two processes that write at the same time may overwrite each other's changes.
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

  /**
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the cache is unavailable, so that an outage never looks like
   * an empty set of flags
   */
  async load(): Promise<FlagSet> {
    const index = await this.#index.read();
    const [flags, segments] = await Promise.all([this.#flags.load(index.keys), this.#segments.load(index.segments)]);
    const problems = [...flags.problems, ...segments.problems];
    if (problems.length > 0) await this.#cache.probe(); // an outage may look like missing entries
    return { flags: flags.definitions, segments: segments.definitions, problems };
  }

  /**
   * Saves or deletes one flag; resolves when the cache returns the written entry.
   *
   * @throws {VersionConflictError} (`VERSION_CONFLICT`) when the stored version is not the expected one
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the cache does not store the entry
   */
  async write(write: FlagWrite): Promise<Flag | undefined> {
    assertWriteArgument(write);
    const { key, flag, expectedVersion } = write;
    return await this.#write(this.#flags, 'keys', key, flag, expectedVersion);
  }

  /** Saves or deletes one segment; throws the same errors as {@link write}. */
  async writeSegment(write: SegmentWrite): Promise<Segment | undefined> {
    assertWriteArgument(write);
    const { key, segment, expectedVersion } = write;
    return await this.#write(this.#segments, 'segments', key, segment, expectedVersion);
  }

  /**
   * Writes the last known definitions back to a cache that has lost them, for example because it was emptied. Existing
   * entries with the same keys are newer, and are kept. Several processes may call this, and it can be repeated after
   * an interruption.
   *
   * @returns the number of flags and segments that were written
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the cache is unavailable, or has not lost anything
   */
  restore(): Promise<number> {
    return this.#writes.run(async () => {
      const { last } = this.#index;
      const found = await this.#index.find();
      if (!this.#index.hasLost(found))
        throw this.#cache.failed('the cache has not lost anything, so there is nothing to restore');
      const restored = (await this.#flags.restore(last.keys)) + (await this.#segments.restore(last.segments));
      const version = Math.max(last.version, found?.version ?? 0) + 1;
      const keys = [...new Set([...last.keys, ...(found?.keys ?? [])])];
      const segments = [...new Set([...last.segments, ...(found?.segments ?? [])])];
      await this.#index.write({ id: last.id, version, keys, segments }); // with the lost id, so that processes that have read the lost index accept it
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
      await entries.set(key, stored); // the entry comes first, so that the index never lists a missing one
      await this.#index.write(listing([...others, key]));
      return stored;
    });
  }
}
