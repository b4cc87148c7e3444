import { compileFlag } from '../engine/compile-flag.js';
import { compileOverrides } from '../engine/compile-override.js';
import type { Flag } from '../engine/flag.js';
import type { FlagContext } from '../engine/flag-context.js';
import type { FlagEvaluation } from '../engine/flag-evaluation.js';
import type { FlagOverride } from '../engine/flag-override.js';
import type { EngineServices } from '../engine/strategies/strategy.js';
import type { OverrideSet } from './overrides/override-set.js';

/** Answers for one context; `undefined` when neither a definition nor an override of this context's unit does. */
export type SnapshotEvaluator = (context: FlagContext) => FlagEvaluation | undefined;

interface Entry {
  readonly flag: Flag | undefined;
  readonly overrides: readonly FlagOverride[];
  readonly evaluate: SnapshotEvaluator;
}

const undecided = () => undefined;

/** All flags with their overrides at one instant, compiled. Immutable: a change makes the next one. */
export class FlagSnapshot {
  static readonly EMPTY = new FlagSnapshot(new Map());

  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(entries: ReadonlyMap<string, Entry>) {
    this.#entries = entries;
  }

  /** The snapshot that follows: only what has changed is compiled. */
  next(flags: ReadonlyMap<string, Flag>, overrides: OverrideSet, services: EngineServices): FlagSnapshot {
    const entries = new Map<string, Entry>();
    for (const [key, flag] of flags) entries.set(key, this.#entry(key, flag, overrides.ofFlag(key), services));
    for (const key of overrides.keys()) {
      if (!flags.has(key)) entries.set(key, this.#entry(key, undefined, overrides.ofFlag(key), services));
    }
    return new FlagSnapshot(entries);
  }

  #entry(key: string, flag: Flag | undefined, overrides: readonly FlagOverride[], services: EngineServices): Entry {
    const old = this.#entries.get(key);
    if (old !== undefined && old.flag === flag && old.overrides === overrides) return old;
    const base = flag === undefined ? undecided : compileFlag(flag, services);
    const evaluate = overrides.length === 0 ? base : compileOverrides(overrides, key, flag, base, services);
    return { flag, overrides, evaluate };
  }

  /** The compiled answer of one flag; `undefined` when neither a definition nor an override knows the key. */
  evaluator(key: string): SnapshotEvaluator | undefined {
    return this.#entries.get(key)?.evaluate;
  }

  /** What every flag answers for one context. */
  evaluateAll(context: FlagContext): FlagEvaluation[] {
    const answers: FlagEvaluation[] = [];
    for (const { evaluate } of this.#entries.values()) {
      const answer = evaluate(context);
      if (answer !== undefined) answers.push(answer);
    }
    return answers;
  }
}
