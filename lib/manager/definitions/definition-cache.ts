import { topicLogger } from '../topic-logger.js';
import { removeFrom, type FlagCacheBackend } from '../../providers/cache/cache-backend.js';
import {
  isFlagProblem,
  isSegmentWritable,
  isWritable,
  type FlagProvider,
  type FlagSet,
  type SegmentWrite,
  type WritableFlagProvider,
} from '../../providers/flag-provider.js';
import { parseFlagSet, readFlagSet, type ParsedFlagSet } from '../../providers/parse-flag-set.js';
import { messageOf } from '../../internal/message-of.js';
import { ProviderTimeoutError } from '../../providers/provider.errors.js';
import { withTimeout } from '../../internal/with-timeout.js';
import type { Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';

export interface DefinitionCacheOptions {
  /** How long definitions may be used before their source is read again, in milliseconds. */
  readonly ttl: number;
  /** The prefix of the cache keys. */
  readonly namespace: string;
  readonly clock: Clock;
  readonly logger: FlagLogger;
}

interface CachedSet extends FlagSet {
  /** When the source was read, in milliseconds since 1970. */
  readonly readAt: number;
}

const CACHE_TIMEOUT_MS = 1000; // if the cache is slower than this, the source is read instead

/**
 * Caches the definitions of polled providers in any cache-manager cache. Instances that share a cache read each
 * provider only once. It caches definitions, never evaluations.
 */
export class DefinitionCache {
  readonly #cache: FlagCacheBackend;
  readonly #options: DefinitionCacheOptions;
  readonly #names = new Set<string>();
  readonly #freshUntil = new Map<string, number>();
  #invalidations = 0;
  #reported = false;

  constructor(cache: FlagCacheBackend, options: DefinitionCacheOptions) {
    this.#cache = cache;
    this.#options = options;
  }

  /**
   * Wraps a provider so that it is read through this cache; returns the provider itself if it announces its changes or
   * caching is disabled.
   */
  wrap(provider: FlagProvider): FlagProvider {
    if (provider.watch !== undefined || this.#options.ttl === 0) return provider;
    const { name } = provider;
    this.#names.add(name);
    const wrapper: FlagProvider = {
      name,
      load: () => this.#load(provider),
      close: () => provider.close?.(),
    };
    if (!isWritable(provider)) return wrapper;
    const writable: WritableFlagProvider = {
      ...wrapper,
      write: (each) => this.#write(name, () => provider.write(each)),
    };
    if (!isSegmentWritable(provider)) return writable;
    const writeSegment = (each: SegmentWrite) => this.#write(name, () => provider.writeSegment(each));
    return Object.assign(writable, { writeSegment });
  }

  /** Clears the cache, so that the next read reaches the providers. */
  async clear(): Promise<void> {
    await Promise.all([...this.#names].map((name) => this.#forget(name)));
  }

  /** When the first cached definitions expire, in milliseconds since 1970; `undefined` if none are cached. */
  get freshUntil(): number | undefined {
    return this.#freshUntil.size === 0 ? undefined : Math.min(...this.#freshUntil.values());
  }

  async #load(provider: FlagProvider): Promise<FlagSet> {
    const { clock, ttl } = this.#options;
    const invalidations = this.#invalidations;
    this.#freshUntil.delete(provider.name);
    const cached = await this.#quietly(async () => readCached(await this.#cache.get(this.#key(provider.name))));
    const now = clock.now();
    if (
      invalidations === this.#invalidations &&
      cached !== undefined &&
      cached.readAt <= now &&
      now < cached.readAt + ttl
    ) {
      this.#freshUntil.set(provider.name, cached.readAt + ttl);
      return cached;
    }
    const set = await provider.load();
    const read = readFlagSet(set, `provider "${provider.name}"`);
    const problems = [...(set.problems ?? []), ...read.problems];
    const entry: CachedSet = { ...recordsOf(read), problems, readAt: now };
    this.#freshUntil.set(provider.name, now + ttl);
    if (invalidations === this.#invalidations) {
      await this.#quietly(() => this.#cache.set(this.#key(provider.name), entry, ttl));
    } // else it was read before a write or before a refresh was requested
    return entry;
  }

  async #write<T>(name: string, write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } finally {
      await this.#forget(name);
    }
  }

  async #forget(name: string): Promise<void> {
    this.#invalidations++;
    await this.#quietly(() => removeFrom(this.#cache, this.#key(name)));
    this.#freshUntil.delete(name);
  }

  /** Ignores a failure of the cache, after reporting it once. */
  async #quietly<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await withTimeout(work, CACHE_TIMEOUT_MS, () => new ProviderTimeoutError('cache', CACHE_TIMEOUT_MS));
    } catch (error) {
      if (!this.#reported) {
        this.#reported = true;
        topicLogger(this.#options.logger, 'definition-cache-failed').warn(
          `The definition cache failed, so providers are read directly: ${messageOf(error)}`,
        );
      }
      return undefined;
    }
  }

  #key(name: string): string {
    return `${this.#options.namespace}:definitions:${name}`;
  }
}

function recordsOf({ flags, segments }: ParsedFlagSet): Omit<CachedSet, 'readAt'> {
  return { flags: Object.fromEntries(flags), segments: Object.fromEntries(segments) };
}

/** @throws {InvalidFlagError} when the cache contains invalid definitions */
function readCached(value: unknown): CachedSet | undefined {
  if (typeof value !== 'object' || value === null || !('flags' in value) || !('readAt' in value)) return undefined;
  if (typeof value.readAt !== 'number') return undefined;
  const problems = 'problems' in value && Array.isArray(value.problems) ? value.problems.filter(isFlagProblem) : [];
  return { ...recordsOf(parseFlagSet(value, 'the cache')), problems, readAt: value.readAt };
}
