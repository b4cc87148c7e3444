import { compileOverrides, type CompiledOverrides } from '../../engine/compile/compile-override.js';
import type { CompiledFlag } from '../../engine/compile/compiled-flag.js';
import { forceable } from '../../engine/compile/forceable-flag.js';
import type { Scope } from '../../engine/compile/scope.js';
import type { Flag } from '../../engine/flag.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { OverrideTarget } from '../../engine/flag-override.js';
import { overrideId } from '../../store/stored-document.js';
import type { FlagOverrides } from '../overrides/flag-overrides.js';

/** Evaluates one flag; returns `undefined` if it has no definition and no override applies to the context. */
export type SnapshotEvaluator = CompiledFlag<FlagEvaluation | undefined>;

/** The inputs from which a flag is currently compiled. */
export interface FlagSource {
  readonly flag: Flag | undefined;
  readonly overrides: FlagOverrides | undefined;
  readonly scope: Scope;
  /** Evaluates the flag if no override applies. */
  readonly base: SnapshotEvaluator;
}

/**
 * One flag, compiled on first use. Flags that refer to it hold this entry and read its {@link evaluator} for each
 * evaluation, so that they need not be compiled again when its definition or overrides change.
 */
export class FlagEntry {
  readonly #key: string;
  readonly #sourceOf: (key: string) => FlagSource;
  #source: FlagSource | undefined;
  #generation = 0;
  #overrides: CompiledOverrides<FlagEvaluation | undefined> | undefined;
  #evaluator: SnapshotEvaluator | undefined;

  constructor(key: string, sourceOf: (key: string) => FlagSource) {
    this.#key = key;
    this.#sourceOf = sourceOf;
  }

  /** The current evaluator of the flag; read it again after each change. */
  get evaluator(): SnapshotEvaluator {
    return this.#evaluator ?? this.#compile();
  }

  /** Discards what was compiled, because the definition or a segment that it uses has changed. */
  markChanged(): void {
    this.#source = undefined;
    this.#overrides = undefined;
    this.#evaluator = undefined;
  }

  /** Applies an override that was set or removed, without compiling the definition again. */
  applyOverride(target: OverrideTarget, overrides: FlagOverrides | undefined): void {
    if (this.#source === undefined) return;
    if (this.#overrides === undefined) {
      this.applyOverrides(overrides);
      return;
    }
    const override = overrides?.get(overrideId(this.#key, target));
    if (override === undefined) this.#overrides.delete(target);
    else this.#overrides.put(override);
    this.#remember(this.#source, overrides, this.#overrides);
  }

  /** Applies all overrides, any of which may have changed. */
  applyOverrides(overrides: FlagOverrides | undefined): void {
    const source = this.#source;
    if (source === undefined) return;
    if (overrides === source.overrides && (overrides?.generation ?? 0) === this.#generation) return;
    const { flag, base, scope } = source;
    this.#remember(source, overrides, overrides && compileOverrides(overrides, flag, base, scope));
  }

  #compile(): SnapshotEvaluator {
    const source = this.#sourceOf(this.#key);
    const { flag, overrides, base, scope } = source;
    return this.#remember(source, overrides, overrides && compileOverrides(overrides, flag, base, scope));
  }

  #remember(
    source: FlagSource,
    overrides: FlagOverrides | undefined,
    compiled: CompiledOverrides<FlagEvaluation | undefined> | undefined,
  ): SnapshotEvaluator {
    this.#source = source.overrides === overrides ? source : { ...source, overrides };
    this.#generation = overrides?.generation ?? 0;
    this.#overrides = compiled;
    const evaluator = compiled === undefined ? source.base : compiled.evaluator();
    return (this.#evaluator = forceable(evaluator, source.flag, source.scope));
  }
}
