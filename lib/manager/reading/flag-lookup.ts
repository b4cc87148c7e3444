import { isFlagKey } from '../../engine/flag-key.js';
import { FlagSnapshot } from './flag-snapshot.js';
import type { MissingFlags } from './missing-flags.js';
import type { SnapshotEvaluator } from './flag-entry.js';

const MAX_UNKNOWN = 1000;

/**
 * What answers for each key now. Every question begins here, so that it costs one look-up in a map, also for a key that
 * nobody knows, however many there are.
 */
export class FlagLookup {
  readonly #missing: MissingFlags;
  #snapshot = FlagSnapshot.EMPTY;
  #found = new Map<string, SnapshotEvaluator>();
  #unknown = 0;
  #generation = 0;

  constructor(missing: MissingFlags) {
    this.#missing = missing;
  }

  get snapshot(): FlagSnapshot {
    return this.#snapshot;
  }

  /** Another number after each change: what was found before no longer holds. */
  get generation(): number {
    return this.#generation;
  }

  set snapshot(snapshot: FlagSnapshot) {
    this.#snapshot = snapshot;
    this.#generation++;
    this.#found = new Map();
    this.#unknown = 0;
  }

  /** Answers for one flag; nothing when nobody knows it, which is counted. */
  evaluator(key: string): SnapshotEvaluator {
    return this.#found.get(key) ?? this.#find(key);
  }

  #find(key: string): SnapshotEvaluator {
    const known = this.#snapshot.evaluator(key);
    if (known !== undefined && this.#snapshot.defines(key)) return this.#remember(key, known);
    const unknown = this.#missing.evaluator(key, known);
    const isRemembered = known !== undefined || (isFlagKey(key) && this.#unknown++ < MAX_UNKNOWN);
    return isRemembered ? this.#remember(key, unknown) : unknown;
  }

  #remember(key: string, evaluator: SnapshotEvaluator): SnapshotEvaluator {
    this.#found.set(key, evaluator);
    return evaluator;
  }
}
