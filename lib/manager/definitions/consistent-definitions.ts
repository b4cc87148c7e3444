import { isDeepStrictEqual } from 'node:util';
import type { Definitions } from '../../engine/definitions.js';
import type { Extensions } from '../../engine/extensions.js';
import type { Flag } from '../../engine/flag.js';
import { checkDefinitions } from '../../engine/targeting/check/check-definitions.js';
import type { DefinitionProblem } from '../../engine/targeting/check/definition-problem.js';
import { referencesOf } from '../../engine/targeting/references.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { ChangedDefinition } from './affected-definitions.js';
import { changesBetween } from './definition-change.js';
import { definitionKinds } from './definition-kind.js';

/** Definitions that are consistent with each other, and the problems of those that are not. */
export interface ConsistentDefinitions {
  readonly definitions: Definitions;
  /** The changes that were left out. */
  readonly heldBack: readonly ChangedDefinition[];
  readonly inconsistencies: readonly DefinitionProblem[];
}

/**
 * Determines which of the definitions that were read can be put in force: all changes except those that are
 * inconsistent. The definitions in force are consistent, so an inconsistency is resolved by leaving out the change of
 * that definition or, if it has none, the changes of the definitions it refers to.
 *
 * @param heldBack changes that were inconsistent before. As long as they are unchanged, they are added after all
 *   others, so that they cannot prevent other changes.
 */
export function consistentDefinitions(
  read: Definitions,
  inForce: Definitions,
  extensions: Extensions,
  heldBack: readonly ChangedDefinition[] = [],
): ConsistentDefinitions {
  const same = heldBack.filter(({ kind, key, after }) => {
    return isDeepStrictEqual(definitionKinds[kind].all(read).get(key), after);
  });
  if (same.length === 0) return withConsistentChanges(read, inForce, extensions);
  const others = { flags: new Map(read.flags), segments: new Map(read.segments) };
  for (const { kind, key } of same) {
    definitionKinds[kind].put(others, key, definitionKinds[kind].all(inForce).get(key));
  }
  return withConsistentChanges(read, withConsistentChanges(others, inForce, extensions).definitions, extensions);
}

function withConsistentChanges(read: Definitions, inForce: Definitions, extensions: Extensions): ConsistentDefinitions {
  const flags = new Changes(read.flags, inForce.flags);
  const segments = new Changes(read.segments, inForce.segments);
  const definitions = () => ({ flags: flags.all, segments: segments.all });
  const inconsistencies = [...checkDefinitions(definitions(), extensions)];
  const reported = new Set(inconsistencies.map(nameOf));
  for (let found: readonly DefinitionProblem[] = inconsistencies; found.length > 0;) {
    const changed = found.filter(({ kind, key }) => (kind === 'flag' ? flags : segments).isChanged(key));
    if (changed.length > 0) {
      for (const { kind, key } of changed) (kind === 'flag' ? flags : segments).revert(key);
    } else if (!revertReferences(found, flags, segments)) {
      flags.revertAll();
      segments.revertAll();
      break; // it was consistent before, so an extension must now reject what it accepted then
    }
    found = checkDefinitions(definitions(), extensions);
    for (const problem of found) {
      if (reported.has(nameOf(problem))) continue;
      reported.add(nameOf(problem));
      inconsistencies.push({ ...problem, message: REJECTED_WITH });
    }
  }
  return { definitions: definitions(), heldBack: heldBackOf(definitions(), read), inconsistencies };
}

function heldBackOf(consistent: Definitions, read: Definitions): readonly ChangedDefinition[] {
  const differing = changesBetween(consistent, read).filter(({ before, after }) => !isDeepStrictEqual(before, after));
  return differing.map(({ kind, key, after }) => ({ kind: kind.name, key, after }));
}

/** The referenced definition exists but is rejected, so a message that it does not exist would be wrong. */
const REJECTED_WITH = 'refers to a definition that is rejected, and is rejected with it';

function nameOf({ kind, key }: DefinitionProblem): string {
  return `${kind} ${key}`;
}

/**
 * Reverts the changes of everything that these definitions refer to, directly or indirectly; `false` if there are none.
 */
function revertReferences(
  found: readonly DefinitionProblem[],
  flags: Changes<Flag>,
  segments: Changes<Segment>,
): boolean {
  const seen = new Set<Flag | Segment>();
  const next = found.map(({ kind, key }) => (kind === 'flag' ? flags : segments).all.get(key));
  let hasReverted = false;
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
        changes.revert(key);
        hasReverted = true;
      }
    }
  }
  return hasReverted;
}

/** The definitions of one kind that were read; single changes can be reverted to the definitions in force. */
class Changes<D extends Flag | Segment> {
  readonly #read: ReadonlyMap<string, D>;
  readonly #inForce: ReadonlyMap<string, D>;
  /** A modified copy of what was read; usually not needed. */
  #changed: Map<string, D> | undefined;

  constructor(read: ReadonlyMap<string, D>, inForce: ReadonlyMap<string, D>) {
    this.#read = read;
    this.#inForce = inForce;
    for (const [key, old] of inForce) {
      const definition = read.get(key);
      if (definition === undefined || definition === old) continue;
      if (isDeepStrictEqual(old, definition)) this.#copy().set(key, old); // the same object need not be compared again
    }
  }

  get all(): ReadonlyMap<string, D> {
    return this.#changed ?? this.#read;
  }

  isChanged(key: string): boolean {
    return this.all.get(key) !== this.#inForce.get(key);
  }

  revert(key: string): void {
    const old = this.#inForce.get(key);
    if (old === undefined) this.#copy().delete(key);
    else this.#copy().set(key, old);
  }

  revertAll(): void {
    this.#changed = new Map(this.#inForce);
  }

  #copy(): Map<string, D> {
    return (this.#changed ??= new Map(this.#read));
  }
}
