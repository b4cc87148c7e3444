import type { Flag, FlagDefinition, FlagDefinitions } from '../engine/flag.js';
import { parseFlag, parseFlags } from '../engine/parse-flag.js';
import { versionOf } from './flag-version.js';
import { ProviderListeners } from './provider-listeners.js';
import type { FlagProviderListener, FlagSet, FlagWrite, Unwatch, WritableFlagProvider } from './flag-provider.js';
import { VersionConflictError } from './provider.errors.js';

/**
 * Flags in memory, writable and watched: the runtime store of a single process, and the test double.
 *
 * @example
 * const provider = new MemoryProvider({ new_checkout: false });
 * provider.set('new_checkout', true); // every manager that uses it sees the change
 */
export class MemoryProvider implements WritableFlagProvider {
  readonly name: string;
  readonly #flags: Map<string, Flag>;
  readonly #listeners = new ProviderListeners();
  #version: number;

  /**
   * @param options.name @default 'memory'
   * @throws {InvalidFlagError} (`INVALID_FLAG`) when a definition cannot be read
   */
  constructor(flags: FlagDefinitions = {}, options: { readonly name?: string | undefined } = {}) {
    this.name = options.name ?? 'memory';
    this.#flags = parseFlags(flags, `provider "${this.name}"`);
    this.#version = [...this.#flags.values()].reduce((highest, flag) => Math.max(highest, versionOf(flag)), 0);
  }

  load(): FlagSet {
    return { flags: Object.fromEntries(this.#flags) };
  }

  watch(listener: FlagProviderListener): Unwatch {
    return this.#listeners.add(listener);
  }

  /** Sets one definition, whatever was there before. */
  set(key: string, definition: FlagDefinition): Flag {
    return this.#store(parseFlag(key, definition));
  }

  /** Removes one definition; `false` when there was none. */
  delete(key: string): boolean {
    const found = this.#flags.delete(key);
    if (found) this.#listeners.announce();
    return found;
  }

  async write({ key, flag, expectedVersion }: FlagWrite): Promise<Flag | undefined> {
    const actual = versionOf(this.#flags.get(key));
    if (expectedVersion !== undefined && expectedVersion !== actual) {
      throw new VersionConflictError(key, expectedVersion, actual);
    }
    if (flag !== undefined) return this.#store(flag);
    this.delete(key);
    return undefined;
  }

  #store(flag: Flag): Flag {
    const stored = parseFlag(flag.key, { ...flag, version: ++this.#version });
    this.#flags.set(flag.key, stored);
    this.#listeners.announce();
    return stored;
  }
}
