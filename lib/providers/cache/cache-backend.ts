/** What any cache offers that keeps values by key: a cache-manager cache, or a Keyv store. */
export interface FlagCacheBackend {
  get(key: string): Promise<unknown>;
  /** @param ttl milliseconds; 0 keeps the value for good */
  set(key: string, value: unknown, ttl?: number): Promise<unknown>;
  /** How cache-manager removes. */
  del?(key: string): Promise<unknown>;
  /** How Keyv removes. */
  delete?(key: string): Promise<unknown>;
}

/** Removes a value, by whichever name the cache has for it. */
export async function removeFrom(cache: FlagCacheBackend, key: string): Promise<void> {
  if (cache.del !== undefined) await cache.del(key);
  else await cache.delete?.(key);
}
