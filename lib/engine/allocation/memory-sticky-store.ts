import { deleteFirst } from '../../internal/delete-first.js';
import { wholeNumberOption } from '../../internal/options/option-readers.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';
import { recentlyUsed } from '../../internal/recently-used.js';
import type { StickyAssignment, StickyStore } from './sticky.js';

/** A plain `Map` takes 190 bytes for one flag; an LRU cache for each unit would take 1,790. */
const MAX_FLAGS_PER_UNIT = 1000;

/** The options of {@link MemoryStickyStore}. */
export interface MemoryStickyStoreOptions {
  /**
   * How many units are remembered; the least recently used ones are evicted. @default 100,000 (about 40 MB with one
   * sticky flag)
   */
  readonly maxUnits?: number | undefined;
}

const storeOptions = new OptionsSchema<MemoryStickyStoreOptions>('MemoryStickyStore', {
  maxUnits: wholeNumberOption(1),
});

/**
 * Remembers which variant each unit was served, in the memory of this process: up to `maxUnits` units, and up to 1,000
 * flags for each, of which those written longest ago are evicted.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option
 */
export class MemoryStickyStore implements StickyStore {
  readonly #units;

  constructor(options: MemoryStickyStoreOptions = {}) {
    const { maxUnits = 100_000 } = storeOptions.read(options);
    this.#units = recentlyUsed<Map<string, StickyAssignment>>(maxUnits);
  }

  get(unit: string, flag: string): StickyAssignment | undefined {
    return this.#units.get(unit)?.get(flag);
  }

  set(unit: string, flag: string, assignment: StickyAssignment): void {
    let flags = this.#units.get(unit);
    if (flags === undefined) this.#units.set(unit, (flags = new Map()));
    flags.delete(flag);
    flags.set(flag, assignment);
    if (flags.size > MAX_FLAGS_PER_UNIT) deleteFirst(flags);
  }

  /** Removes the assignments of one flag, or of all flags. */
  clear(flag?: string): void {
    if (flag === undefined) this.#units.clear();
    else for (const flags of this.#units.values()) flags.delete(flag);
  }
}
