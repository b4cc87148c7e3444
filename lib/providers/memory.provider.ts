import type { Flag, FlagDefinition, FlagDefinitions } from '../engine/flag.js';
import type { Segment, SegmentDefinition } from '../engine/targeting/segment.js';
import { flagReader, segmentReader } from './definition-reader.js';
import { versionOf } from './definition-version.js';
import type {
  FlagProviderListener,
  FlagSet,
  FlagWrite,
  SegmentWrite,
  Unwatch,
  WritableFlagProvider,
} from './flag-provider.js';
import { MemoryDefinitions, type MemoryContent } from './memory-definitions.js';
import { codeProviderOptions, type CodeProviderOptions } from './code-provider-options.js';
import { parseFlagSet } from './parse-flag-set.js';
import { ProviderListeners } from './provider-listeners.js';
import { assertWriteArgument } from './write-argument.js';

const providerOptions = codeProviderOptions('MemoryProvider');

/**
 * Stores flags and segments in memory, for a single process or for tests. It is writable and announces its changes.
 *
 * @example
 * const provider = new MemoryProvider({ new_checkout: false });
 * provider.set('new_checkout', true); // every manager that uses the provider receives the change
 */
export class MemoryProvider implements WritableFlagProvider {
  readonly name: string;
  readonly #flags: MemoryDefinitions<Flag>;
  readonly #segments: MemoryDefinitions<Segment>;
  readonly #listeners = new ProviderListeners();
  #version = 0;

  /**
   * @param options.name @default 'memory'
   * @param options.segments by key @default none
   * @throws {InvalidFlagError} (`INVALID_FLAG`) when a definition is invalid
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option
   */
  constructor(flags: FlagDefinitions = {}, options: CodeProviderOptions = {}) {
    const { name = 'memory', segments } = providerOptions.read(options);
    this.name = name;
    const parsed = parseFlagSet({ flags, segments }, `provider "${this.name}"`);
    for (const definition of [...parsed.flags.values(), ...parsed.segments.values()]) {
      this.#version = Math.max(this.#version, versionOf(definition));
    }
    const store: MemoryContent = {
      nextVersion: () => ++this.#version,
      changed: (delta) => this.#listeners.announce(undefined, delta),
    };
    this.#flags = new MemoryDefinitions(flagReader, parsed.flags, store);
    this.#segments = new MemoryDefinitions(segmentReader, parsed.segments, store);
  }

  load(): FlagSet {
    return { flags: this.#flags.record(), segments: this.#segments.record() };
  }

  watch(listener: FlagProviderListener): Unwatch {
    return this.#listeners.add(listener);
  }

  /** Adds or replaces one flag. */
  set(key: string, definition: FlagDefinition): Flag {
    return this.#flags.set(key, definition);
  }

  /** Removes one flag; returns `false` if there was none. */
  delete(key: string): boolean {
    return this.#flags.delete(key);
  }

  /** Adds or replaces one segment. */
  setSegment(key: string, definition: SegmentDefinition): Segment {
    return this.#segments.set(key, definition);
  }

  /** Removes one segment; returns `false` if there was none. */
  deleteSegment(key: string): boolean {
    return this.#segments.delete(key);
  }

  async write(write: FlagWrite): Promise<Flag | undefined> {
    assertWriteArgument(write);
    const { key, flag, expectedVersion } = write;
    return this.#flags.write(key, flag, expectedVersion);
  }

  async writeSegment(write: SegmentWrite): Promise<Segment | undefined> {
    assertWriteArgument(write);
    const { key, segment, expectedVersion } = write;
    return this.#segments.write(key, segment, expectedVersion);
  }
}
