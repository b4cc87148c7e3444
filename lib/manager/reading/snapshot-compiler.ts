import { compileFlag } from '../../engine/compile/compile-flag.js';
import type { EngineServices, Scope } from '../../engine/compile/scope.js';
import type { Definitions } from '../../engine/definitions.js';
import { compileNegatedSegment, compileSegment } from '../../engine/targeting/compile/compile-segment.js';
import type { Matcher } from '../../engine/targeting/compile/matcher.js';
import type { OverrideSet } from '../overrides/override-set.js';
import { FlagEntry, type FlagSource, type SnapshotEvaluator } from './flag-entry.js';

const undecided = () => undefined;

/** A flag that no definition knows. */
const UNDEFINED_FLAG: SnapshotEvaluator = { evaluate: undecided };

/**
 * Compiles flags and segments on demand, each once, from what is in force at that time. Definitions have been checked, so
 * compiling them does not fail, and references are not cyclic.
 */
export class SnapshotCompiler {
  readonly #flags = new Map<string, FlagEntry>();
  readonly #segments = new Map<string, Matcher>();
  /** Whether a context is known not to be in a segment; few definitions negate one. */
  readonly #negatedSegments = new Map<string, Matcher>();
  readonly #definitions: Definitions;
  readonly #overrides: { readonly set: OverrideSet };
  readonly #services: EngineServices;

  constructor(definitions: Definitions, overrides: { readonly set: OverrideSet }, services: EngineServices) {
    this.#definitions = definitions;
    this.#overrides = overrides;
    this.#services = services;
  }

  /** The entries of all flags that were asked for, or that those refer to. */
  get entries(): ReadonlyMap<string, FlagEntry> {
    return this.#flags;
  }

  /** The entry of a flag; it answers `undefined` while neither a definition nor an override knows the key. */
  readonly flag = (key: string): FlagEntry => {
    const known = this.#flags.get(key);
    if (known !== undefined) return known;
    const entry = new FlagEntry(key, this.#sourceOf);
    this.#flags.set(key, entry);
    return entry;
  };

  /** Forgets an entry that nobody refers to. */
  forgetFlag(key: string): void {
    this.#flags.delete(key);
  }

  /** Discards a segment that has changed, or that uses one; what uses it has to be compiled again as well. */
  forgetSegment(key: string): void {
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
    const { now, extensions, sticky, report, tracer } = this.#services; // by name: a spread takes ten times as long
    return { now, extensions, sticky, report, tracer, key, flag: this.#evaluatorOf, segment: this.#segment };
  }
}
