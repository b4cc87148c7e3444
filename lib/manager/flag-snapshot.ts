import { NO_DEFINITIONS, type Definitions } from '../engine/definitions.js';
import type { Explanation } from '../engine/explanation.js';
import type { FlagContext } from '../engine/flag-context.js';
import type { FlagEvaluation } from '../engine/flag-evaluation.js';
import type { EngineServices } from '../engine/scope.js';
import { Tracer } from '../engine/tracer.js';
import { OverrideSet } from './overrides/override-set.js';
import { SnapshotCompiler, type Compiled, type SegmentEntry, type FlagEntry } from './snapshot-compiler.js';
import type { SnapshotEvaluator } from './snapshot-compiler.js';

/** What one flag answers, `undefined` when nobody knows it, and the steps on the way. */
export type SnapshotExplanation = Pick<Explanation, 'steps' | 'truncated'> & {
  readonly evaluation: FlagEvaluation | undefined;
};

/** All flags with their overrides at one instant, compiled. Immutable: a change makes the next one. */
export class FlagSnapshot {
  static readonly EMPTY = new FlagSnapshot(NO_DEFINITIONS, OverrideSet.EMPTY, {
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
    for (const key of [...definitions.flags.keys(), ...overrides.keys()]) {
      const entry = compiler.flag(key);
      if (entry !== undefined) flags.set(key, entry);
    }
    for (const key of definitions.segments.keys()) {
      const entry = compiler.segment(key);
      if (entry !== undefined) segments.set(key, entry);
    }
    return new FlagSnapshot(definitions, overrides, { flags, segments });
  }

  /** The compiled answer of one flag; `undefined` when neither a definition nor an override knows the key. */
  evaluator(key: string): SnapshotEvaluator | undefined {
    return this.#compiled.flags.get(key)?.evaluate;
  }

  /** Whether a definition knows the key, and not overrides alone. */
  defines(key: string): boolean {
    return this.#definitions.flags.has(key);
  }

  /** The keys of all flags that definitions or overrides know. */
  keys(): string[] {
    return [...this.#compiled.flags.keys()];
  }

  /** What every flag answers for one context. */
  evaluateAll(context: FlagContext): FlagEvaluation[] {
    this.#all ??= Array.from(this.#compiled.flags.values(), ({ evaluate }) => evaluate);
    const answers: FlagEvaluation[] = [];
    for (const evaluate of this.#all) {
      const answer = evaluate(context);
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
    const evaluation = compiler.flag(key)?.evaluate(context);
    return { evaluation, steps: tracer.take(), ...(tracer.isTruncated ? { truncated: true } : {}) };
  }
}
