import { pathText } from '../engine/flag.errors.js';
import type { CheckedCache } from './checked-cache.js';
import type { DefinitionReader } from './definition-reader.js';
import type { FlagProblem } from './flag-provider.js';
import { ProviderTimeoutError } from './provider.errors.js';

/** The definitions of one kind in a cache: one entry each. One that cannot be read does not hide the others. */
export class CacheEntries<D extends object> {
  readonly reader: DefinitionReader<D>;
  readonly #cache: CheckedCache;

  constructor(reader: DefinitionReader<D>, cache: CheckedCache) {
    this.reader = reader;
    this.#cache = cache;
  }

  /** Those that are listed, and what is wrong with those that cannot be read. */
  async load(keys: readonly string[]): Promise<{ definitions: Record<string, D>; problems: FlagProblem[] }> {
    const definitions: Record<string, D> = {};
    const problems: FlagProblem[] = [];
    const entries = await Promise.all(keys.map(async (key) => ({ key, found: await this.#read(key) })));
    for (const { key, found } of entries) {
      if (typeof found === 'string') problems.push({ kind: this.reader.kind, key, message: found });
      else definitions[key] = found;
    }
    return { definitions, problems };
  }

  /** `undefined` also for an entry that cannot be read: it can be replaced. */
  async get(key: string): Promise<D | undefined> {
    const found = await this.#read(key);
    return typeof found === 'string' ? undefined : found;
  }

  async set(key: string, definition: D): Promise<void> {
    await this.#cache.set(this.#nameOf(key), definition);
  }

  async remove(key: string): Promise<void> {
    await this.#cache.remove(this.#nameOf(key));
  }

  /** The definition, or what is wrong with its entry. */
  async #read(key: string): Promise<D | string> {
    const name = this.#nameOf(key);
    let entry: unknown;
    try {
      entry = await this.#cache.get(name);
    } catch (error) {
      if (error instanceof ProviderTimeoutError) throw error;
      return `entry "${this.#cache.keyOf(name)}" cannot be read`;
    }
    if (entry === undefined) return `entry "${this.#cache.keyOf(name)}" is gone from the cache`;
    const { definition, issues = [] } = this.reader.tryParse(key, entry);
    return definition ?? issues.map(({ path, message }) => `${pathText(path)}: ${message}`).join('; ');
  }

  #nameOf(key: string): string {
    return `${this.reader.kind}:${key}`;
  }
}
