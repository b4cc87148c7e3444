import type { DefinitionReader } from './definition-reader.js';
import { assertVersion, type Versioned } from './definition-version.js';
import type { FlagSetDelta } from './flag-provider.js';

/** The parts that definitions of both kinds in one provider share. */
export interface MemoryContent {
  /** Returns a version higher than all versions returned before. */
  readonly nextVersion: () => number;
  /** @param delta the definition that was saved or deleted */
  readonly changed: (delta: FlagSetDelta) => void;
}

/** Stores definitions of one kind in memory. Each write has its own version. */
export class MemoryDefinitions<D extends Versioned> {
  readonly #reader: DefinitionReader<D>;
  readonly #all: Map<string, D>;
  readonly #store: MemoryContent;

  constructor(reader: DefinitionReader<D>, all: Map<string, D>, store: MemoryContent) {
    this.#reader = reader;
    this.#all = all;
    this.#store = store;
  }

  /** A new object with all definitions. */
  record(): Record<string, D> {
    return Object.fromEntries(this.#all);
  }

  /** @throws {InvalidFlagError} (`INVALID_FLAG`) when the definition is invalid; the previous one is kept */
  set(key: string, definition: unknown): D {
    const parsed = this.#reader.parse(key, definition);
    const stored = this.#reader.withVersion(parsed, this.#store.nextVersion());
    this.#all.set(key, stored);
    this.#announce(key, stored);
    return stored;
  }

  delete(key: string): boolean {
    const found = this.#all.delete(key);
    if (found) this.#announce(key, null);
    return found;
  }

  /** @throws {VersionConflictError} (`VERSION_CONFLICT`) when the stored version is not the expected one */
  write(key: string, definition: D | undefined, expectedVersion: number | undefined): D | undefined {
    assertVersion(this.#reader.kind, key, this.#all.get(key), expectedVersion);
    if (definition !== undefined) return this.set(key, definition);
    this.delete(key);
    return undefined;
  }

  #announce(key: string, definition: D | null): void {
    this.#store.changed({ [`${this.#reader.kind}s`]: { [key]: definition } });
  }
}
