import { randomUUID } from 'node:crypto';
import { messageOf } from '../../internal/message-of.js';
import { ProviderFailedError, ProviderTimeoutError } from '../provider.errors.js';
import { withTimeout } from '../../internal/with-timeout.js';
import { removeFrom, type FlagCacheBackend } from './cache-backend.js';

export interface CheckedCacheOptions {
  /** The name of the provider, for errors. */
  readonly provider: string;
  /** The prefix of all keys. */
  readonly prefix: string;
  /** The timeout of one call, in milliseconds. */
  readonly timeout: number;
}

const NO_EXPIRY = 0; // a ttl that also overrides the default of the cache
const PROBE_MS = 10_000;

/** A cache whose calls have a timeout, and whose writes are verified by reading them back. */
export class CheckedCache {
  readonly #cache: FlagCacheBackend;
  readonly #options: CheckedCacheOptions;

  constructor(cache: FlagCacheBackend, options: CheckedCacheOptions) {
    this.#cache = cache;
    this.#options = options;
  }

  /** The key of a name in the cache. */
  keyOf(name: string): string {
    return `${this.#options.prefix}:${name}`;
  }

  /** @returns `undefined` also if the cache has swallowed an error; use {@link probe} to detect that */
  async get(name: string): Promise<unknown> {
    const found = await this.#bounded(() => this.#cache.get(this.keyOf(name)));
    return found ?? undefined;
  }

  /** @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the cache does not return the written value */
  async set(name: string, value: object, ttl = NO_EXPIRY): Promise<void> {
    const key = this.keyOf(name);
    await this.#bounded(() => this.#cache.set(key, value, ttl));
    const kept = await this.#bounded(() => this.#cache.get(key));
    if (JSON.stringify(kept) !== JSON.stringify(value)) {
      throw this.failed(`the cache is unavailable or does not store "${key}": it does not return the written value`);
    }
  }

  async remove(name: string): Promise<void> {
    await this.#bounded(() => removeFrom(this.#cache, this.keyOf(name)));
  }

  /** Verifies that the cache is available and stores values. */
  async probe(): Promise<void> {
    const probe = randomUUID();
    await this.set(`probe:${probe}`, { probe }, PROBE_MS);
    await this.remove(`probe:${probe}`);
  }

  failed(message: string, cause?: unknown): ProviderFailedError {
    return new ProviderFailedError(this.#options.provider, message, { cause });
  }

  async #bounded<T>(work: () => T | Promise<T>): Promise<T> {
    const { provider, timeout } = this.#options;
    try {
      return await withTimeout(work, timeout, () => new ProviderTimeoutError(provider, timeout));
    } catch (error) {
      throw error instanceof ProviderTimeoutError ? error : this.failed(messageOf(error), error);
    }
  }
}
