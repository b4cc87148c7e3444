import type { CompiledFlag } from '../../engine/compile/compiled-flag.js';
import { compileOverrides, type CompiledOverrides } from '../../engine/compile/compile-override.js';
import type { Flag } from '../../engine/flag.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { OverrideTarget } from '../../engine/flag-override.js';
import type { Scope } from '../../engine/compile/scope.js';
import type { Matcher } from '../../engine/targeting/compile/matcher.js';
import type { Segment } from '../../engine/targeting/segment.js';
import { overrideId } from '../../store/stored-document.js';
import type { FlagOverrides } from '../overrides/flag-overrides.js';

/** Answers `undefined` when neither a definition nor an override that holds for this context does. */
export type SnapshotEvaluator = CompiledFlag<FlagEvaluation | undefined>;

/** One compiled segment, with what it was made of. */
export interface SegmentEntry {
  readonly segment: Segment;
  readonly parts: Parts;
  readonly matches: Matcher;
  /** Whether a context is known not to be in it. */
  readonly isOutside: Matcher;
}

/** The compiled flags and segments that a definition refers to, by key. */
export interface Parts {
  readonly flags: ReadonlyMap<string, FlagEntry>;
  readonly segments: ReadonlyMap<string, SegmentEntry | undefined>;
}

export interface FlagEntryOptions {
  readonly flag: Flag | undefined;
  readonly parts: Parts;
  readonly scope: Scope;
  /** Answers where no override does. */
  readonly base: SnapshotEvaluator;
}

/**
 * One compiled flag, with what it was made of. Its overrides may change in place: those who refer to the flag ask
 * {@link evaluator} each time.
 */
export class FlagEntry {
  /** Whether another flag refers to it, which therefore has to find it as long as it is there. */
  isReferredTo = false;
  readonly #made: FlagEntryOptions;
  #overrides: FlagOverrides | undefined;
  #generation = 0;
  #compiled: CompiledOverrides<FlagEvaluation | undefined> | undefined;
  #evaluator: SnapshotEvaluator;

  constructor(made: FlagEntryOptions, overrides: FlagOverrides | undefined) {
    this.#made = made;
    this.#evaluator = made.base;
    if (overrides !== undefined) this.#take(overrides);
  }

  /** What answers now; to be asked for again after each change. */
  get evaluator(): SnapshotEvaluator {
    return this.#evaluator;
  }

  /** Whether a definition or an override knows the flag. */
  get isKnown(): boolean {
    return this.#made.flag !== undefined || (this.#overrides?.size ?? 0) > 0;
  }

  /** Whether it was made of just these, as they are now. */
  isMadeOf(flag: Flag | undefined, overrides: FlagOverrides | undefined, parts: Parts): boolean {
    if (flag !== this.#made.flag || overrides !== this.#overrides) return false;
    return (overrides?.generation ?? this.#generation) === this.#generation && areSame(this.#made.parts, parts);
  }

  /** Takes over the override of a target, or that there is none any more. */
  takeOverride(target: OverrideTarget, overrides: FlagOverrides | undefined): void {
    const override = overrides?.get(overrideId(this.#made.scope.key, target));
    if (this.#compiled === undefined) {
      if (overrides !== undefined) this.#take(overrides);
      return;
    }
    if (override === undefined) this.#compiled.delete(target);
    else this.#compiled.put(override);
    this.#remember(overrides, this.#compiled);
  }

  #take(overrides: FlagOverrides): void {
    const { flag, base, scope } = this.#made;
    this.#remember(overrides, compileOverrides(overrides, flag, base, scope));
  }

  #remember(overrides: FlagOverrides | undefined, compiled: CompiledOverrides<FlagEvaluation | undefined>): void {
    this.#overrides = overrides;
    this.#generation = overrides?.generation ?? 0;
    this.#compiled = compiled;
    this.#evaluator = compiled.evaluator();
  }
}

/** Whether two definitions refer to the same compiled ones. */
export function areSame(old: Parts, now: Parts): boolean {
  return old === now || (haveSame(old.flags, now.flags) && haveSame(old.segments, now.segments));
}

/** The keys are the same ones: the definition is. */
function haveSame<E>(old: ReadonlyMap<string, E>, now: ReadonlyMap<string, E>): boolean {
  for (const [key, part] of now) if (old.get(key) !== part) return false;
  return true;
}
