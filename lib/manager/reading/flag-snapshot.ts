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

/** What one flag answers, `undefined` if it is unknown, and the steps on the way. */
export type SnapshotExplanation = Pick<Explanation, 'steps' | 'truncated'> & {
  readonly evaluation: FlagEvaluation | undefined;
};

export interface FlagSnapshotOptions {
  /** Those in force, which change in place. */
  readonly definitions: Definitions & { readonly index: ReferenceIndex };
  readonly overrides: { readonly set: OverrideSet };
  readonly services: EngineServices;
}

/**
 * All flags with their overrides, compiled. Each change is applied at once, by compiling again only what it affects.
 * This is synchronous, so that an evaluation of all flags sees them as they are at one time.
 */
export class FlagSnapshot {
  readonly #options: FlagSnapshotOptions;
  readonly #compiler: SnapshotCompiler;
  /** Made on first use after a change, because an array is iterated faster than a map. */
  #all: readonly SnapshotEvaluator[] | undefined;

  constructor(options: FlagSnapshotOptions) {
    const { definitions, overrides, services } = options;
    this.#options = options;
    this.#compiler = new SnapshotCompiler(definitions, overrides, services);
  }

  /**
   * Takes over changes of definitions that have just been put in force.
   *
   * @returns the keys of the flags that have to be compiled again
   */
  takeDefinitions(changes: readonly DefinitionChange[]): ReadonlySet<string> {
    const { flags, segments } = compiledFrom(changes, this.#options.definitions.index);
    for (const key of segments) this.#compiler.forgetSegment(key);
    for (const key of flags) {
      const entry = this.#compiler.entries.get(key);
      if (entry === undefined) continue; // nobody has asked for it
      entry.markChanged();
      this.#forgetUnknown(key);
    }
    for (const { before } of changes) {
      if (before !== undefined) for (const key of referencesOf(before).flags) this.#forgetUnknown(key);
    }
    this.#all = undefined;
    return flags;
  }

  /** Takes over overrides that were set or removed. */
  takeOverrides(changed: readonly FlagOverride[]): void {
    const { set } = this.#options.overrides;
    for (const override of changed) {
      const { key } = override;
      this.#compiler.entries.get(key)?.takeOverride(override, set.ofFlag(key));
      this.#forgetUnknown(key);
    }
    this.#all = undefined;
  }

  /** Takes over all overrides, any of which may have changed. */
  takeAllOverrides(): void {
    const { set } = this.#options.overrides;
    for (const [key, entry] of this.#compiler.entries) {
      entry.takeOverrides(set.ofFlag(key));
      this.#forgetUnknown(key);
    }
    this.#all = undefined;
  }

  /** The compiled answer of one flag; `undefined` when neither a definition nor an override knows the key. */
  evaluator(key: string): SnapshotEvaluator | undefined {
    return this.#isKnown(key) ? this.#compiler.flag(key).evaluator : undefined;
  }

  /** Whether a definition knows the key, and not overrides alone. */
  defines(key: string): boolean {
    return this.#options.definitions.flags.has(key);
  }

  /** The keys of all flags that definitions or overrides know. */
  keys(): string[] {
    const { definitions, overrides } = this.#options;
    const keys = [...definitions.flags.keys()];
    for (const key of overrides.set.keys()) if (!definitions.flags.has(key)) keys.push(key);
    return keys;
  }

  /** What every flag answers for one context. */
  evaluateAll(context: FlagContext): FlagEvaluation[] {
    this.#all ??= this.keys().map((key) => this.#compiler.flag(key).evaluator);
    const answers: FlagEvaluation[] = [];
    for (const evaluator of this.#all) {
      const answer = evaluator.evaluate(context);
      if (answer !== undefined) answers.push(answer);
    }
    return answers;
  }

  /** What one flag answers, and how it comes to that: the same code, compiled once more with a tracer in it. */
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

  /** Discards the entry of a flag that is unknown and that nothing refers to. */
  #forgetUnknown(key: string): void {
    const { index } = this.#options.definitions;
    if (this.#isKnown(key) || index.flagsNeeding(key).size > 0 || index.segmentsNeeding(key).size > 0) return;
    this.#compiler.forgetFlag(key);
  }
}
