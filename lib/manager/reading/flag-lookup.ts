import { contextFailedAnswer } from '../../engine/compile/answers.js';
import { FixedFlag } from '../../engine/compile/compiled-flag.js';
import { isFlagKey } from '../../engine/flag-key.js';
import type { SnapshotEvaluator } from './flag-entry.js';
import type { FlagSnapshot } from './flag-snapshot.js';
import type { UndefinedFlags } from './missing-flags.js';
import type { EvaluatorWrapper } from './observed-flag.js';

const MAX_UNKNOWN = 1000;

const unchanged: EvaluatorWrapper = (_, evaluator) => evaluator;

/**
 * Finds the current evaluator of each key. Every evaluation starts here, with a single look-up in a map, even for
 * unknown keys.
 */
export class FlagLookup {
  readonly snapshot: FlagSnapshot;
  readonly #missing: UndefinedFlags;
  readonly #observe: EvaluatorWrapper;
  readonly #record: EvaluatorWrapper;
  readonly #found = new Map<string, SnapshotEvaluator>();
  /** The unknown keys that were looked up. */
  readonly #unknown = new Set<string>();
  #generation = 0;

  /**
   * @param observe applied to each evaluator that is returned. @default evaluators are unchanged
   * @param record applied before `observe`, but not for a context that could not be resolved, which exposes nobody.
   *   @default evaluators are unchanged
   */
  constructor(snapshot: FlagSnapshot, missing: UndefinedFlags, observe = unchanged, record = unchanged) {
    this.snapshot = snapshot;
    this.#missing = missing;
    this.#observe = observe;
    this.#record = record;
  }

  /** Incremented with each change, after which earlier look-ups may be outdated. */
  get generation(): number {
    return this.#generation;
  }

  /** The evaluator of one flag. For an unknown flag, it returns `undefined` and counts the evaluation. */
  evaluator(key: string): SnapshotEvaluator {
    return this.#found.get(key) ?? this.#find(key);
  }

  /** The evaluator of a flag, defined or not, for a context that could not be resolved. */
  contextFailed(key: string): SnapshotEvaluator {
    return this.#observe(key, new FixedFlag(contextFailedAnswer(key)));
  }

  /**
   * Call this after each change. @param keys the keys of the flags whose evaluator has changed; absent for all flags
   */
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
      const isLegal = isFlagKey(key);
      const forced = isLegal ? this.snapshot.undefinedFlag(key) : undefined;
      const unknown = this.#wrap(key, this.#missing.evaluator(key, forced));
      if (isLegal && this.#unknown.size < MAX_UNKNOWN) {
        this.#unknown.add(key);
        this.#found.set(key, unknown);
      }
      return unknown;
    }
    // Without a definition, overrides may apply to some users only.
    const evaluator = this.#wrap(key, this.snapshot.defines(key) ? known : this.#missing.evaluator(key, known));
    this.#found.set(key, evaluator);
    return evaluator;
  }

  #wrap(key: string, evaluator: SnapshotEvaluator): SnapshotEvaluator {
    return this.#observe(key, this.#record(key, evaluator));
  }
}
