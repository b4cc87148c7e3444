import type { EngineServices } from '../../engine/compile/scope.js';
import { Tracer } from '../../engine/compile/tracer.js';
import type { Definitions } from '../../engine/definitions.js';
import type { Explanation } from '../../engine/explanation.js';
import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { FlagOverride } from '../../engine/flag-override.js';
import { referencesOf } from '../../engine/targeting/references.js';
import type { DefinitionChange } from '../definitions/definition-change.js';
import type { ReferenceIndex } from '../definitions/reference-index.js';
import type { OverrideSet } from '../overrides/override-set.js';
import { compiledFrom } from './compiled-from.js';
import type { SnapshotEvaluator } from './flag-entry.js';
import { SnapshotCompiler } from './snapshot-compiler.js';

/** The evaluation of one flag and its steps; the evaluation is `undefined` if the flag is unknown. */
export type SnapshotExplanation = Pick<Explanation, 'steps' | 'truncated'> & {
  readonly evaluation: FlagEvaluation | undefined;
};

export interface FlagSnapshotOptions {
  /** The definitions in force, which are changed in place. */
  readonly definitions: Definitions & { readonly index: ReferenceIndex };
  readonly overrides: { readonly set: OverrideSet };
  readonly services: EngineServices;
}

/**
 * All flags with their overrides, compiled. Each change is applied immediately and synchronously, by compiling only
 * what it affects, so that an evaluation of all flags uses a single consistent state.
 */
export class FlagSnapshot {
  readonly #options: FlagSnapshotOptions;
  readonly #compiler: SnapshotCompiler;
  /**
   * All evaluators, collected on first use after a change, because iterating an array is faster than iterating a map.
   */
  #all: readonly SnapshotEvaluator[] | undefined;

  constructor(options: FlagSnapshotOptions) {
    const { definitions, overrides, services } = options;
    this.#options = options;
    this.#compiler = new SnapshotCompiler(definitions, overrides, services);
  }

  /**
   * Applies changes of definitions that have just been put in force.
   *
   * @returns the keys of the flags that must be compiled again
   */
  applyDefinitions(changes: readonly DefinitionChange[]): ReadonlySet<string> {
    const { flags, segments } = compiledFrom(changes, this.#options.definitions.index);
    for (const key of segments) this.#compiler.discardSegment(key);
    for (const key of flags) {
      const entry = this.#compiler.entries.get(key);
      if (entry === undefined) continue; // it was never evaluated
      entry.markChanged();
      this.#discardUnknown(key);
    }
    for (const { before } of changes) {
      if (before !== undefined) for (const key of referencesOf(before).flags) this.#discardUnknown(key);
    }
    this.#all = undefined;
    return flags;
  }

  /** Applies overrides that were set or removed. */
  applyOverrides(changed: readonly FlagOverride[]): void {
    const { set } = this.#options.overrides;
    for (const override of changed) {
      const { key } = override;
      this.#compiler.entries.get(key)?.applyOverride(override, set.ofFlag(key));
      this.#discardUnknown(key);
    }
    this.#all = undefined;
  }

  /** Applies all overrides, any of which may have changed. */
  applyAllOverrides(): void {
    const { set } = this.#options.overrides;
    for (const [key, entry] of this.#compiler.entries) {
      entry.applyOverrides(set.ofFlag(key));
      this.#discardUnknown(key);
    }
    this.#all = undefined;
  }

  /** The evaluator of one flag; `undefined` if the key has neither a definition nor an override. */
  evaluator(key: string): SnapshotEvaluator | undefined {
    return this.#isKnown(key) ? this.#compiler.flag(key).evaluator : undefined;
  }

  /** The evaluator of a key that has neither a definition nor an override; `undefined` unless it can be forced. */
  undefinedFlag(key: string): SnapshotEvaluator | undefined {
    return this.#compiler.undefinedFlag(key);
  }

  /** Whether a flag is forced for the code that runs now. */
  isForced(key: string): boolean {
    return this.#options.services.forced?.()?.has(key) === true;
  }

  /** Whether the key has a definition, not only overrides. */
  defines(key: string): boolean {
    return this.#options.definitions.flags.has(key);
  }

  /** The keys of all flags that have a definition or an override. */
  keys(): string[] {
    const { definitions, overrides } = this.#options;
    const keys = [...definitions.flags.keys()];
    for (const key of overrides.set.keys()) if (!definitions.flags.has(key)) keys.push(key);
    return keys;
  }

  /** Evaluates every flag for one context, including undefined flags that are forced. */
  evaluateAll(context: FlagContext): FlagEvaluation[] {
    this.#all ??= this.keys().map((key) => this.#compiler.flag(key).evaluator);
    const answers: FlagEvaluation[] = [];
    for (const evaluator of this.#all) {
      const answer = evaluator.evaluate(context);
      if (answer !== undefined) answers.push(answer);
    }
    for (const key of this.#options.services.forced?.()?.keys() ?? []) {
      const answer = this.#isKnown(key) ? undefined : this.undefinedFlag(key)?.evaluate(context);
      if (answer !== undefined) answers.push(answer);
    }
    return answers;
  }

  /** Evaluates one flag and records the steps, by compiling the same code once more with a tracer. */
  explain(key: string, context: FlagContext, services: EngineServices): SnapshotExplanation {
    const { definitions, overrides } = this.#options;
    const tracer = new Tracer();
    const report = (problem: string) => {
      tracer.add({ step: 'failure', problem });
      services.report?.(problem);
    };
    const compiler = new SnapshotCompiler(definitions, overrides, { ...services, report, tracer });
    const evaluation = compiler.flag(key).evaluator.evaluate(context);
    return { evaluation, steps: tracer.take(), ...(tracer.isTruncated ? { truncated: true } : {}) };
  }

  #isKnown(key: string): boolean {
    const { definitions, overrides } = this.#options;
    return definitions.flags.has(key) || overrides.set.ofFlag(key) !== undefined;
  }

  /** Discards the entry of an unknown flag that no definition refers to. */
  #discardUnknown(key: string): void {
    const { index } = this.#options.definitions;
    if (this.#isKnown(key) || index.flagsNeeding(key).size > 0 || index.segmentsNeeding(key).size > 0) return;
    this.#compiler.discardFlag(key);
  }
}
