import { isDeepStrictEqual } from 'node:util';
import type { Definitions } from '../../engine/definitions.js';
import type { Extensions } from '../../engine/extensions.js';
import type { FlagIssue } from '../../engine/flag.errors.js';
import type { Flag } from '../../engine/flag.js';
import { checkDefinitions } from '../../engine/targeting/check/check-definitions.js';
import type { DefinitionProblem } from '../../engine/targeting/check/definition-problem.js';
import { referencesOf } from '../../engine/targeting/references.js';
import type { Segment } from '../../engine/targeting/segment.js';

/** Definitions of which each fits the others, and what was wrong with those that did not. */
export interface Fitting {
  readonly definitions: Definitions;
  readonly problems: readonly DefinitionProblem[];
}

/**
 * What can be put in force of what was read: every change but those that do not fit. What is in force fits; so where
 * something does not, a change of its own is not made, else those of what it refers to.
 */
export function fittingDefinitions(read: Definitions, inForce: Definitions, extensions: Extensions): Fitting {
  const flags = new Changes(read.flags, inForce.flags);
  const segments = new Changes(read.segments, inForce.segments);
  const definitions = () => ({ flags: flags.all, segments: segments.all });
  const problems = [...checkDefinitions(definitions(), extensions)];
  const reported = new Set(problems.map(nameOf));
  for (let found: readonly DefinitionProblem[] = problems; found.length > 0;) {
    const misfits = found.filter(({ kind, key }) => (kind === 'flag' ? flags : segments).isChanged(key));
    if (misfits.length > 0) {
      for (const { kind, key } of misfits) (kind === 'flag' ? flags : segments).takeBack(key);
    } else if (!takeBackReferences(found, flags, segments)) {
      flags.takeBackAll();
      segments.takeBackAll();
      break; // in force it fitted: an extension has changed its mind since, which no definition can mend
    }
    found = checkDefinitions(definitions(), extensions);
    for (const problem of found) {
      if (reported.has(nameOf(problem))) continue;
      reported.add(nameOf(problem));
      problems.push({ ...problem, message: REJECTED_WITH });
    }
  }
  return { definitions: definitions(), problems };
}

/** What such a definition refers to is there, and is rejected: that it does not exist would be wrong. */
const REJECTED_WITH = 'refers to a definition that is rejected, and is rejected with it';

function nameOf({ kind, key }: DefinitionProblem): string {
  return `${kind} ${key}`;
}

/** Takes back the changes of all that these refer to, however far; `false` when there are none. */
function takeBackReferences(
  found: readonly DefinitionProblem[],
  flags: Changes<Flag>,
  segments: Changes<Segment>,
): boolean {
  const seen = new Set<Flag | Segment>();
  const next = found.map(({ kind, key }) => (kind === 'flag' ? flags : segments).all.get(key));
  let took = false;
  for (let definition = next.pop(); next.length > 0 || definition !== undefined; definition = next.pop()) {
    if (definition === undefined || seen.has(definition)) continue;
    seen.add(definition);
    const references = referencesOf(definition);
    for (const [changes, keys] of [
      [flags, references.flags],
      [segments, references.segments],
    ] as const) {
      for (const key of keys) {
        next.push(changes.all.get(key));
        if (!changes.isChanged(key)) continue;
        changes.takeBack(key);
        took = true;
      }
    }
  }
  return took;
}

/** The definitions of one kind that were read, on the way back to those in force where need be. */
class Changes<D extends Flag | Segment> {
  readonly #read: ReadonlyMap<string, D>;
  readonly #inForce: ReadonlyMap<string, D>;
  /** What was read, changed; mostly there is nothing to change. */
  #changed: Map<string, D> | undefined;

  constructor(read: ReadonlyMap<string, D>, inForce: ReadonlyMap<string, D>) {
    this.#read = read;
    this.#inForce = inForce;
    for (const [key, old] of inForce) {
      const definition = read.get(key);
      if (definition === undefined || definition === old) continue;
      if (isDeepStrictEqual(old, definition)) this.#own().set(key, old); // the same object needs no second look
    }
  }

  get all(): ReadonlyMap<string, D> {
    return this.#changed ?? this.#read;
  }

  isChanged(key: string): boolean {
    return this.all.get(key) !== this.#inForce.get(key);
  }

  takeBack(key: string): void {
    const old = this.#inForce.get(key);
    if (old === undefined) this.#own().delete(key);
    else this.#own().set(key, old);
  }

  takeBackAll(): void {
    this.#changed = new Map(this.#inForce);
  }

  #own(): Map<string, D> {
    return (this.#changed ??= new Map(this.#read));
  }
}

/** A problem as the parser would report it. */
export function issueOf({ kind, key, path, message }: DefinitionProblem): FlagIssue {
  return { path: kind === 'flag' ? [key, ...path] : ['segments', key, ...path], message };
}
