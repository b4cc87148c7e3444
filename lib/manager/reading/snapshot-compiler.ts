import { compileFlag } from '../../engine/compile/compile-flag.js';
import { forceable } from '../../engine/compile/forceable-flag.js';
import type { EngineServices, Scope } from '../../engine/compile/scope.js';
import type { Definitions } from '../../engine/definitions.js';
import { compileNegatedSegment, compileSegment } from '../../engine/targeting/compile/compile-segment.js';
import type { Matcher } from '../../engine/targeting/compile/matcher.js';
import type { OverrideSet } from '../overrides/override-set.js';
import { FlagEntry, type FlagSource, type SnapshotEvaluator } from './flag-entry.js';

const undecided = () => undefined;

/** The evaluator of an undefined flag. */
const UNDEFINED_FLAG: SnapshotEvaluator = { evaluate: undecided };

/**
 * Compiles flags and segments on demand, each once, from the state in force at that time. Definitions have been checked
 * before, so compiling them cannot fail, and there are no cycles.
 */
export class SnapshotCompiler {
  readonly #flags = new Map<string, FlagEntry>();
  readonly #segments = new Map<string, Matcher>();
  /** The matchers for contexts that are known not to be in a segment; few definitions negate a segment. */
  readonly #negatedSegments = new Map<string, Matcher>();
  readonly #definitions: Definitions;
  readonly #overrides: { readonly set: OverrideSet };
  readonly #services: EngineServices;

  constructor(definitions: Definitions, overrides: { readonly set: OverrideSet }, services: EngineServices) {
    this.#definitions = definitions;
    this.#overrides = overrides;
    this.#services = services;
  }

  /** The entries of all flags that were evaluated, and of those to which they refer. */
  get entries(): ReadonlyMap<string, FlagEntry> {
    return this.#flags;
  }

  /** The entry of a flag. It evaluates to `undefined` as long as the key has neither a definition nor an override. */
  readonly flag = (key: string): FlagEntry => {
    const known = this.#flags.get(key);
    if (known !== undefined) return known;
    const entry = new FlagEntry(key, this.#sourceOf);
    this.#flags.set(key, entry);
    return entry;
  };

  /** The evaluator of a flag that has neither a definition nor an override; `undefined` unless it can be forced. */
  undefinedFlag(key: string): SnapshotEvaluator | undefined {
    return this.#services.forced && forceable(UNDEFINED_FLAG, undefined, this.#scope(key));
  }

  /** Discards the entry of a flag to which no definition refers. */
  discardFlag(key: string): void {
    this.#flags.delete(key);
  }

  /** Discards a segment that has changed or uses a changed segment. Its users must be compiled again as well. */
  discardSegment(key: string): void {
    this.#segments.delete(key);
    this.#negatedSegments.delete(key);
  }

  readonly #sourceOf = (key: string): FlagSource => {
    const flag = this.#definitions.flags.get(key);
    const scope = this.#scope(key);
    const base = flag === undefined ? UNDEFINED_FLAG : compileFlag(flag, scope);
    return { flag, overrides: this.#overrides.set.ofFlag(key), scope, base };
  };

  readonly #segment: Scope['segment'] = (key, negate = false) => {
    const compiled = negate ? this.#negatedSegments : this.#segments;
    const known = compiled.get(key);
    if (known !== undefined) return known;
    const segment = this.#definitions.segments.get(key);
    if (segment === undefined) return undecided;
    const compile = negate ? compileNegatedSegment : compileSegment;
    const matches = compile(segment, this.#scope(key));
    compiled.set(key, matches);
    return matches;
  };

  readonly #evaluatorOf: Scope['flag'] = (key) => {
    const entry = this.flag(key);
    return (context) => entry.evaluator.evaluate(context);
  };

  #scope(key: string): Scope {
    const { now, extensions, sticky, report, forced, tracer } = this.#services; // by name, because a spread takes ten times as long
    const [flag, segment] = [this.#evaluatorOf, this.#segment];
    return { now, extensions, sticky, report, forced, tracer, key, flag, segment };
  }
}
