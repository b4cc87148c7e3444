/** A key-value cache: a cache-manager cache or a Keyv store. */
export interface FlagCacheBackend {
  /** Reads a value; `undefined` or `null` if there is none. */
  get(key: string): Promise<unknown>;
  /**
   * Stores a value.
   *
   * @param ttl the time to live in milliseconds; 0 for no expiry
   */
  set(key: string, value: unknown, ttl?: number): Promise<unknown>;
  /** Removes a value. `cache-manager` has the method under this name. */
  del?(key: string): Promise<unknown>;
  /** Removes a value. Keyv has the method under this name. */
  delete?(key: string): Promise<unknown>;
}

/** Removes a value with the method that the cache has. */
export async function removeFrom(cache: FlagCacheBackend, key: string): Promise<void> {
  if (cache.del !== undefined) await cache.del(key);
  else await cache.delete?.(key);
}
