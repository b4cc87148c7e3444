import type { StickyAssignment } from '../../engine/allocation/sticky.js';
import { recentlyUsed } from '../../internal/recently-used.js';
import type { StickyDocument } from '../flag-store.js';

interface StickyUnit {
  readonly unit: string;
  readonly flags: Map<string, StickyAssignment>;
}

/** Sticky assignments of units in memory. The least recently used units are dropped first. */
export class StickyMemory {
  readonly #units;

  /** @param maxUnits at least 1 */
  constructor(maxUnits: number) {
    this.#units = recentlyUsed<StickyUnit>(maxUnits);
  }

  read(units: readonly string[]): readonly StickyDocument[] {
    return units.flatMap((unit) => documentsOf(this.#units.get(unit)));
  }

  /** Stores assignments and returns the current ones; see `FlagStore.writeSticky`. */
  write(documents: readonly StickyDocument[]): readonly StickyDocument[] {
    return documents.map((document) => {
      const { unit, flag, assignment } = document;
      if (!this.takes(document)) return { unit, flag, assignment: this.#kept(document) ?? assignment };
      this.put(document);
      return { unit, flag, assignment };
    });
  }

  /** Stores an assignment, replacing an existing one. */
  put({ unit, flag, assignment }: StickyDocument): void {
    this.#flagsOf(unit).set(flag, assignment);
  }

  /** Whether writing the assignment would change anything. */
  takes(document: StickyDocument): boolean {
    const { assignment, replaces } = document;
    const kept = this.#kept(document);
    if (kept === undefined || kept.version < assignment.version) return true;
    return kept.variant === replaces?.variant && kept.version === replaces.version;
  }

  /**
   * Returns all assignments, least recently used unit first, so that writing them in this order preserves the order.
   */
  all(): readonly StickyDocument[] {
    return Array.from(this.#units.rvalues(), documentsOf).flat();
  }

  #kept({ unit, flag }: StickyDocument): StickyAssignment | undefined {
    return this.#units.get(unit)?.flags.get(flag);
  }

  #flagsOf(unit: string): Map<string, StickyAssignment> {
    const known = this.#units.get(unit);
    if (known !== undefined) return known.flags;
    const flags = new Map<string, StickyAssignment>();
    this.#units.set(unit, { unit, flags });
    return flags;
  }
}

function documentsOf(sticky: StickyUnit | undefined): readonly StickyDocument[] {
  return sticky === undefined
    ? []
    : Array.from(sticky.flags, ([flag, assignment]) => ({ unit: sticky.unit, flag, assignment }));
}
