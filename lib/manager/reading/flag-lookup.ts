import { isFlagKey } from '../../engine/flag-key.js';
import type { SnapshotEvaluator } from './flag-entry.js';
import type { FlagSnapshot } from './flag-snapshot.js';
import type { MissingFlags } from './missing-flags.js';

const MAX_UNKNOWN = 1000;

/**
 * What answers for each key now. Every question begins here, so that it costs one look-up in a map, also for a key that
 * nobody knows, however many there are.
 */
export class FlagLookup {
  readonly snapshot: FlagSnapshot;
  readonly #missing: MissingFlags;
  readonly #found = new Map<string, SnapshotEvaluator>();
  /** The keys that were asked for, but are unknown. */
  readonly #unknown = new Set<string>();
  #generation = 0;

  constructor(snapshot: FlagSnapshot, missing: MissingFlags) {
    this.snapshot = snapshot;
    this.#missing = missing;
  }

  /** Differs after each change, when earlier results of look-ups may no longer be valid. */
  get generation(): number {
    return this.#generation;
  }

  /** Answers for one flag; `undefined` if it is unknown, which is counted. */
  evaluator(key: string): SnapshotEvaluator {
    return this.#found.get(key) ?? this.#find(key);
  }

  /** To be called after each change. @param keys of the flags whose evaluator has changed; absent: all */
  markChanged(keys?: Iterable<string>): void {
    this.#generation++;
    if (this.#found.size === 0) return; // which includes the unknown keys
    if (keys === undefined) {
      this.#found.clear();
      this.#unknown.clear();
      return;
    }
    for (const key of keys) {
      this.#found.delete(key);
      this.#unknown.delete(key);
    }
  }

  #find(key: string): SnapshotEvaluator {
    const known = this.snapshot.evaluator(key);
    if (known === undefined) {
      const unknown = this.#missing.evaluator(key);
      if (isFlagKey(key) && this.#unknown.size < MAX_UNKNOWN) {
        this.#unknown.add(key);
        this.#found.set(key, unknown);
      }
      return unknown;
    }
    // Without a definition, overrides may hold for some users only.
    const evaluator = this.snapshot.defines(key) ? known : this.#missing.evaluator(key, known);
    this.#found.set(key, evaluator);
    return evaluator;
  }
}
