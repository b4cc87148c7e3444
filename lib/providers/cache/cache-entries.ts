import { pathText } from '../../engine/flag.errors.js';
import type { DefinitionReader } from '../definition-reader.js';
import type { FlagProblem } from '../flag-provider.js';
import { ProviderTimeoutError } from '../provider.errors.js';
import type { CheckedCache } from './checked-cache.js';

/** The definitions of one kind in a cache, one entry for each. An unreadable entry does not affect the others. */
export class CacheEntries<D extends object> {
  readonly reader: DefinitionReader<D>;
  readonly #cache: CheckedCache;
  /** The definitions as last read or written. */
  readonly #known = new Map<string, D>();

  constructor(reader: DefinitionReader<D>, cache: CheckedCache) {
    this.reader = reader;
    this.#cache = cache;
  }

  /** Loads the definitions with these keys, and the problems of those that cannot be read. */
  async load(keys: readonly string[]): Promise<{ definitions: Record<string, D>; problems: FlagProblem[] }> {
    const definitions: Record<string, D> = {};
    const problems: FlagProblem[] = [];
    const entries = await Promise.all(keys.map(async (key) => ({ key, found: await this.#read(key) })));
    for (const { key, found } of entries) {
      if (typeof found === 'string') problems.push({ kind: this.reader.kind, key, message: found });
      else definitions[key] = found;
    }
    for (const [key, definition] of Object.entries(definitions)) this.#known.set(key, definition);
    return { definitions, problems };
  }

  /** Reads one definition; `undefined` also for an unreadable entry, which may be replaced. */
  async get(key: string): Promise<D | undefined> {
    const found = await this.#read(key);
    return typeof found === 'string' ? undefined : found;
  }

  async set(key: string, definition: D): Promise<void> {
    await this.#cache.set(this.#nameOf(key), definition);
    this.#known.set(key, definition);
  }

  async remove(key: string): Promise<void> {
    await this.#cache.remove(this.#nameOf(key));
    this.#known.delete(key);
  }

  /** Writes the last known definitions of missing keys back. @returns the number of entries that were written */
  async restore(keys: readonly string[]): Promise<number> {
    let restored = 0;
    for (const key of keys) {
      const known = this.#known.get(key);
      if (known === undefined || (await this.get(key)) !== undefined) continue;
      await this.set(key, known);
      restored++;
    }
    return restored;
  }

  /** Reads a definition, or describes the problem of its entry. */
  async #read(key: string): Promise<D | string> {
    const name = this.#nameOf(key);
    let entry: unknown;
    try {
      entry = await this.#cache.get(name);
    } catch (error) {
      if (error instanceof ProviderTimeoutError) throw error;
      return `entry "${this.#cache.keyOf(name)}" cannot be read`;
    }
    if (entry === undefined) return `entry "${this.#cache.keyOf(name)}" is missing from the cache`;
    const { definition, issues = [] } = this.reader.tryParse(key, entry);
    return definition ?? issues.map(({ path, message }) => `${pathText(path)}: ${message}`).join('; ');
  }

  #nameOf(key: string): string {
    return `${this.reader.kind}:${key}`;
  }
}
