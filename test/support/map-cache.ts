import type { FlagCacheBackend } from '../../lib/providers/cache/cache-backend.js';

/** A cache in memory that keeps what it is given as JSON, and that a test can take apart. */
export class MapCache implements FlagCacheBackend {
  readonly entries = new Map<string, string>();

  async get(key: string): Promise<unknown> {
    const entry = this.entries.get(key);
    return entry === undefined ? undefined : JSON.parse(entry);
  }

  async set(key: string, value: unknown): Promise<unknown> {
    this.entries.set(key, JSON.stringify(value));
    return true;
  }

  async delete(key: string): Promise<unknown> {
    return this.entries.delete(key);
  }
}
