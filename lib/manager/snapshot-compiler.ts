import { compileFlag } from '../engine/compile-flag.js';
import { compileOverrides } from '../engine/compile-override.js';
import type { Definitions } from '../engine/definitions.js';
import type { Flag } from '../engine/flag.js';
import type { FlagContext } from '../engine/flag-context.js';
import type { FlagEvaluation } from '../engine/flag-evaluation.js';
import type { FlagOverride } from '../engine/flag-override.js';
import type { EngineServices, Scope } from '../engine/scope.js';
import type { Matcher } from '../engine/targeting/compile/compile-condition.js';
import { compileSegment } from '../engine/targeting/compile/compile-segment.js';
import { referencesOf } from '../engine/targeting/references.js';
import type { Segment } from '../engine/targeting/segment.js';
import type { OverrideSet } from './overrides/override-set.js';

/** Answers for one context; `undefined` when neither a definition nor an override that holds for this context does. */
export type SnapshotEvaluator = (context: FlagContext) => FlagEvaluation | undefined;

/** One compiled flag, with what it was made of. */
export interface FlagEntry {
  readonly flag: Flag | undefined;
  readonly overrides: readonly FlagOverride[];
  readonly parts: Parts;
  readonly evaluate: SnapshotEvaluator;
}

/** One compiled segment, with what it was made of. */
export interface SegmentEntry {
  readonly segment: Segment;
  readonly parts: Parts;
  readonly matches: Matcher;
}

/** The compiled flags and segments that a definition refers to, by key. */
interface Parts {
  readonly flags: ReadonlyMap<string, FlagEntry | undefined>;
  readonly segments: ReadonlyMap<string, SegmentEntry | undefined>;
}

const NO_PARTS: Parts = { flags: new Map(), segments: new Map() };

/** What was compiled before. */
export interface Compiled {
  readonly flags: ReadonlyMap<string, FlagEntry>;
  readonly segments: ReadonlyMap<string, SegmentEntry>;
}

const noFlag = () => undecided;
const noSegment = () => undecided;
const undecided = () => undefined;

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

  /** `undefined` when neither a definition nor an override knows the key. */
  flag(key: string): FlagEntry | undefined {
    const done = this.#flags.get(key);
    if (done !== undefined) return done;
    const flag = this.#definitions.flags.get(key);
    const overrides = this.#overrides.ofFlag(key);
    if (flag === undefined && overrides.length === 0) return undefined;
    const parts = flag === undefined ? NO_PARTS : this.#partsOf(flag);
    const old = this.#before?.flags.get(key);
    const entry =
      old !== undefined && old.flag === flag && old.overrides === overrides && areSame(old.parts, parts)
        ? old
        : { flag, overrides, parts, evaluate: this.#evaluator(key, flag, overrides, parts) };
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
        : { segment, parts, matches: compileSegment(segment, this.#scope(key, parts)) };
    this.#segments.set(key, entry);
    return entry;
  }

  #partsOf(definition: Flag | Segment): Parts {
    const { flags, segments } = referencesOf(definition);
    if (flags.length === 0 && segments.length === 0) return NO_PARTS;
    return {
      flags: new Map(flags.map((key) => [key, this.flag(key)])),
      segments: new Map(segments.map((key) => [key, this.segment(key)])),
    };
  }

  #evaluator(key: string, flag: Flag | undefined, overrides: readonly FlagOverride[], parts: Parts): SnapshotEvaluator {
    const scope = this.#scope(key, parts);
    const base = flag === undefined ? undecided : compileFlag(flag, scope);
    return overrides.length === 0 ? base : compileOverrides(overrides, flag, base, scope);
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
      flag: refersTo ? (other) => parts.flags.get(other)?.evaluate ?? undecided : noFlag,
      segment: refersTo ? (other) => parts.segments.get(other)?.matches ?? undecided : noSegment,
    };
  }
}

function areSame(old: Parts, now: Parts): boolean {
  return old === now || (haveSame(old.flags, now.flags) && haveSame(old.segments, now.segments));
}

/** The keys are the same ones: the definition is. */
function haveSame<E>(old: ReadonlyMap<string, E>, now: ReadonlyMap<string, E>): boolean {
  for (const [key, part] of now) if (old.get(key) !== part) return false;
  return true;
}
