import type { Definitions } from '../../engine/definitions.js';
import type { Flag } from '../../engine/flag.js';
import { isLinked } from '../../engine/targeting/check/linked-definitions.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { DefinitionPlace } from './definition-place.js';
import { ReachedDefinitions } from './reached-definitions.js';
import type { ReferenceIndex } from './reference-index.js';

/** One definition after a change; `undefined` if it is deleted. */
export interface ChangedDefinition extends DefinitionPlace {
  readonly after: Flag | Segment | undefined;
}

/** A subset of the definitions that can be checked without the others, before and after changes. */
export interface AffectedDefinitions {
  readonly before: Definitions;
  readonly after: Definitions;
}

/**
 * Collects the definitions that changes can make inconsistent: those that change, those that refer to them directly or
 * indirectly, and those in their layers, together with everything that these refer to.
 *
 * @param definitions the definitions in force, which are consistent
 * @param index the references between them
 * @param changes at most one for each definition
 * @param checked the changes to start from; {@link linkedChanges} are enough to find inconsistencies. @default all
 */
export function affectedDefinitions(
  definitions: Definitions,
  index: ReferenceIndex,
  changes: readonly ChangedDefinition[],
  checked = changes,
): AffectedDefinitions {
  const changed = {
    flag: new Map<string, Flag | Segment | undefined>(),
    segment: new Map<string, Flag | Segment | undefined>(),
  };
  for (const { kind, key, after } of changes) changed[kind].set(key, after);
  const inForce = ({ kind, key }: DefinitionPlace) =>
    kind === 'flag' ? definitions.flags.get(key) : definitions.segments.get(key);

  const reached = new ReachedDefinitions(checked);
  reached.addUsers(index);
  for (const change of checked) {
    for (const each of [inForce(change), change.after]) if (each !== undefined) reached.addLayer(each, index);
  }
  const [before, after] = [new PartOfDefinitions(), new PartOfDefinitions()];
  for (const place of reached) {
    const { kind, key } = place;
    const old = inForce(place);
    const now = changed[kind].has(key) ? changed[kind].get(key) : old;
    if (old !== undefined) {
      before.add(old);
      reached.addReferences(old);
    }
    if (now !== undefined) {
      after.add(now);
      reached.addReferences(now);
    }
  }
  return { before, after };
}

/**
 * The changes that can make a definition inconsistent: of definitions that name others, or that others name. Imports of
 * thousands of flags often contain none.
 */
export function linkedChanges(
  changes: readonly ChangedDefinition[],
  index: ReferenceIndex,
): readonly ChangedDefinition[] {
  return changes.filter(({ kind, key, after }) => (after !== undefined && isLinked(after)) || index.isNamed(kind, key));
}

class PartOfDefinitions implements Definitions {
  readonly flags = new Map<string, Flag>();
  readonly segments = new Map<string, Segment>();

  add(definition: Flag | Segment): void {
    if ('type' in definition) this.flags.set(definition.key, definition);
    else this.segments.set(definition.key, definition);
  }
}
