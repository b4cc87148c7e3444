import { randomUUID } from 'node:crypto';
import { messageOf } from '../../internal/message-of.js';
import { ProviderFailedError, ProviderTimeoutError } from '../provider.errors.js';
import { withTimeout } from '../../internal/with-timeout.js';
import { removeFrom, type FlagCacheBackend } from './cache-backend.js';

export interface CheckedCacheOptions {
  /** The provider that errors name. */
  readonly provider: string;
  /** What all keys begin with. */
  readonly prefix: string;
  /** How long one answer may take, in milliseconds. */
  readonly timeout: number;
}

const FOR_GOOD = 0; // a ttl; also overrules a cache's own default
const PROBE_MS = 10_000;

/** A cache of which every answer has a limit in time, and which is believed to have stored only what it gives back. */
export class CheckedCache {
  readonly #cache: FlagCacheBackend;
  readonly #options: CheckedCacheOptions;

  constructor(cache: FlagCacheBackend, options: CheckedCacheOptions) {
    this.#cache = cache;
    this.#options = options;
  }

  /** The cache's own key for a name. */
  keyOf(name: string): string {
    return `${this.#options.prefix}:${name}`;
  }

  /** @returns `undefined` also where the cache has swallowed an error: only {@link probe} tells */
  async get(name: string): Promise<unknown> {
    const found = await this.#bounded(() => this.#cache.get(this.keyOf(name)));
    return found ?? undefined;
  }

  /** @throws {ProviderFailedError} (`PROVIDER_FAILED`) when what is written does not come back */
  async set(name: string, value: object, ttl = FOR_GOOD): Promise<void> {
    const key = this.keyOf(name);
    await this.#bounded(() => this.#cache.set(key, value, ttl));
    const kept = await this.#bounded(() => this.#cache.get(key));
    if (JSON.stringify(kept) !== JSON.stringify(value)) {
      throw this.failed(`the cache is away or does not keep "${key}": what was written does not come back`);
    }
  }

  async remove(name: string): Promise<void> {
    await this.#bounded(() => removeFrom(this.#cache, this.keyOf(name)));
  }

  /** Proves that the cache can be reached and keeps what it is given. */
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
