import { NO_DEFINITIONS, type Definitions } from '../../engine/definitions.js';
import type { Explanation } from '../../engine/explanation.js';
import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { FlagOverride } from '../../engine/flag-override.js';
import type { EngineServices } from '../../engine/compile/scope.js';
import { Tracer } from '../../engine/compile/tracer.js';
import { OverrideSet } from '../overrides/override-set.js';
import type { FlagEntry, SegmentEntry, SnapshotEvaluator } from './flag-entry.js';
import { SnapshotCompiler, type Compiled } from './snapshot-compiler.js';

/** What one flag answers, `undefined` when nobody knows it, and the steps on the way. */
export type SnapshotExplanation = Pick<Explanation, 'steps' | 'truncated'> & {
  readonly evaluation: FlagEvaluation | undefined;
};

/** All flags with their overrides, compiled. A change makes the next one. */
export class FlagSnapshot {
  static readonly EMPTY = new FlagSnapshot(NO_DEFINITIONS, new OverrideSet(), {
    flags: new Map(),
    segments: new Map(),
  });

  readonly #definitions: Definitions;
  readonly #overrides: OverrideSet;
  readonly #compiled: Compiled;
  /** Made when first asked for: an array is gone through faster than a map. */
  #all: readonly SnapshotEvaluator[] | undefined;

  private constructor(definitions: Definitions, overrides: OverrideSet, compiled: Compiled) {
    this.#definitions = definitions;
    this.#overrides = overrides;
    this.#compiled = compiled;
  }

  /** The snapshot that follows: only what has changed, and what refers to it, is compiled. */
  next(definitions: Definitions, overrides: OverrideSet, services: EngineServices): FlagSnapshot {
    const compiler = new SnapshotCompiler(definitions, overrides, services, this.#compiled);
    const flags = new Map<string, FlagEntry>();
    const segments = new Map<string, SegmentEntry>();
    for (const key of [...definitions.flags.keys(), ...overrides.keys()]) flags.set(key, compiler.flag(key));
    for (const key of definitions.segments.keys()) {
      const entry = compiler.segment(key);
      if (entry !== undefined) segments.set(key, entry);
    }
    for (const [key, entry] of compiler.flags) flags.set(key, entry); // those that others refer to, and nobody knows
    return new FlagSnapshot(definitions, overrides, { flags, segments });
  }

  /**
   * The snapshot after changes of overrides, which takes the same time however many flags and overrides there are: the
   * entries of the flags are changed in place, so that this snapshot is not to be used any more.
   *
   * @param changed overrides that were set or are gone
   * @param overrides all that there are now
   */
  withOverrides(changed: readonly FlagOverride[], overrides: OverrideSet, services: EngineServices): FlagSnapshot {
    const compiler = new SnapshotCompiler(this.#definitions, overrides, services, this.#compiled);
    for (const override of changed) {
      const { key } = override;
      const entry = this.#compiled.flags.get(key) ?? compiler.flag(key);
      this.#compiled.flags.set(key, entry);
      entry.takeOverride(override, overrides.ofFlag(key));
      if (!entry.isKnown && !entry.isReferredTo) this.#compiled.flags.delete(key);
    }
    return new FlagSnapshot(this.#definitions, overrides, this.#compiled);
  }

  /** The compiled answer of one flag; `undefined` when neither a definition nor an override knows the key. */
  evaluator(key: string): SnapshotEvaluator | undefined {
    const entry = this.#compiled.flags.get(key);
    return entry?.isKnown === true ? entry.evaluator : undefined;
  }

  /** Whether a definition knows the key, and not overrides alone. */
  defines(key: string): boolean {
    return this.#definitions.flags.has(key);
  }

  /** The keys of all flags that definitions or overrides know. */
  keys(): string[] {
    return [...this.#compiled.flags].filter(([, { isKnown }]) => isKnown).map(([key]) => key);
  }

  /** What every flag answers for one context. */
  evaluateAll(context: FlagContext): FlagEvaluation[] {
    this.#all ??= [...this.#compiled.flags.values()].filter(({ isKnown }) => isKnown).map(({ evaluator }) => evaluator);
    const answers: FlagEvaluation[] = [];
    for (const evaluator of this.#all) {
      const answer = evaluator.evaluate(context);
      if (answer !== undefined) answers.push(answer);
    }
    return answers;
  }

  /** What one flag answers, and how it comes to that: the same code, compiled once more with a tracer in it. */
  explain(key: string, context: FlagContext, services: EngineServices): SnapshotExplanation {
    const tracer = new Tracer();
    const report = (problem: string) => {
      tracer.add({ step: 'failure', problem });
      services.report?.(problem);
    };
    const compiler = new SnapshotCompiler(this.#definitions, this.#overrides, { ...services, report, tracer });
    const evaluation = compiler.flag(key).evaluator.evaluate(context);
    return { evaluation, steps: tracer.take(), ...(tracer.isTruncated ? { truncated: true } : {}) };
  }
}
