import { compileFlag } from '../../engine/compile/compile-flag.js';
import type { Definitions } from '../../engine/definitions.js';
import type { Flag } from '../../engine/flag.js';
import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { EngineServices, Scope } from '../../engine/compile/scope.js';
import { compileNegatedSegment, compileSegment } from '../../engine/targeting/compile/compile-segment.js';
import type { Matcher } from '../../engine/targeting/compile/matcher.js';
import { referencesOf } from '../../engine/targeting/references.js';
import type { Segment } from '../../engine/targeting/segment.js';
import { areSame, FlagEntry, type Parts, type SegmentEntry, type SnapshotEvaluator } from './flag-entry.js';
import type { FlagOverrides } from '../overrides/flag-overrides.js';
import type { OverrideSet } from '../overrides/override-set.js';

const NO_PARTS: Parts = { flags: new Map(), segments: new Map() };

/** What was compiled before. */
export interface Compiled {
  readonly flags: Map<string, FlagEntry>;
  readonly segments: ReadonlyMap<string, SegmentEntry>;
}

const noFlag = () => undecided;
const noSegment = () => undecided;
const undecided = () => undefined;

/** A flag that no definition knows. */
const UNDEFINED_FLAG: SnapshotEvaluator = { evaluate: undecided };

/**
 * Compiles flags and segments on demand, each once. What is still made of the same parts as before is taken over: a
 * change compiles the flag that has changed and those that refer to it, and no other. Definitions have been checked, so
 * that references end.
 */
export class SnapshotCompiler {
  readonly #flags = new Map<string, FlagEntry>();
  readonly #segments = new Map<string, SegmentEntry>();
  readonly #definitions: Definitions;
  readonly #overrides: OverrideSet;
  readonly #services: EngineServices;
  readonly #before: Compiled | undefined;

  constructor(definitions: Definitions, overrides: OverrideSet, services: EngineServices, before?: Compiled) {
    this.#definitions = definitions;
    this.#overrides = overrides;
    this.#services = services;
    this.#before = before;
  }

  /** The compiled flags, those included that others refer to and nobody knows. */
  get flags(): ReadonlyMap<string, FlagEntry> {
    return this.#flags;
  }

  /** The flag with its overrides; it answers `undefined` when neither a definition nor an override knows the key. */
  flag(key: string): FlagEntry {
    const done = this.#flags.get(key);
    if (done !== undefined) return done;
    const flag = this.#definitions.flags.get(key);
    const overrides = this.#overrides.ofFlag(key);
    const parts = flag === undefined ? NO_PARTS : this.#partsOf(flag);
    const old = this.#before?.flags.get(key);
    const entry = old?.isMadeOf(flag, overrides, parts) === true ? old : this.#newEntry(key, flag, overrides, parts);
    this.#flags.set(key, entry);
    return entry;
  }

  /** `undefined` when no definition knows the key. */
  segment(key: string): SegmentEntry | undefined {
    const done = this.#segments.get(key);
    if (done !== undefined) return done;
    const segment = this.#definitions.segments.get(key);
    if (segment === undefined) return undefined;
    const parts = this.#partsOf(segment);
    const old = this.#before?.segments.get(key);
    const entry =
      old !== undefined && old.segment === segment && areSame(old.parts, parts)
        ? old
        : segmentEntry(segment, parts, this.#scope(key, parts));
    this.#segments.set(key, entry);
    return entry;
  }

  #partsOf(definition: Flag | Segment): Parts {
    const { flags, segments } = referencesOf(definition);
    if (flags.length === 0 && segments.length === 0) return NO_PARTS;
    return {
      flags: new Map(flags.map((key) => [key, this.#referredTo(key)])),
      segments: new Map(segments.map((key) => [key, this.segment(key)])),
    };
  }

  #referredTo(key: string): FlagEntry {
    const entry = this.flag(key);
    entry.isReferredTo = true;
    return entry;
  }

  #newEntry(key: string, flag: Flag | undefined, overrides: FlagOverrides | undefined, parts: Parts): FlagEntry {
    const scope = this.#scope(key, parts);
    const base = flag === undefined ? UNDEFINED_FLAG : compileFlag(flag, scope);
    return new FlagEntry({ flag, parts, scope, base }, overrides);
  }

  /** Knows the parts, not the compiler: what was compiled long ago would keep all that was compiled with it alive. */
  #scope(key: string, parts: Parts): Scope {
    const { now, extensions, sticky, report, tracer } = this.#services; // by name: a spread takes ten times as long
    const refersTo = parts !== NO_PARTS;
    return {
      now,
      extensions,
      sticky,
      report,
      tracer,
      key,
      flag: refersTo ? (other) => evaluatorOf(parts.flags.get(other)) : noFlag,
      segment: refersTo ? (other, negate) => matcherOf(parts.segments.get(other), negate) : noSegment,
    };
  }
}

/** The opposite is compiled when a definition asks for it: few do. */
function segmentEntry(segment: Segment, parts: Parts, scope: Scope): SegmentEntry {
  let opposite: Matcher | undefined;
  return {
    segment,
    parts,
    matches: compileSegment(segment, scope),
    get isOutside() {
      return (opposite ??= compileNegatedSegment(segment, scope));
    },
  };
}

function matcherOf(entry: SegmentEntry | undefined, negate = false): Matcher {
  if (entry === undefined) return undecided;
  return negate ? entry.isOutside : entry.matches;
}

/** Asks the entry each time, for its overrides may change. */
function evaluatorOf(entry: FlagEntry | undefined): (context: FlagContext) => FlagEvaluation | undefined {
  return entry === undefined ? undecided : (context) => entry.evaluator.evaluate(context);
}
