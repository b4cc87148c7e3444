import type { Flag } from '../../engine/flag.js';
import { referencesOf } from '../../engine/targeting/references.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { DefinitionChange } from './definition-change.js';

/**
 * Who refers to what: from segments, prerequisites and layers to the definitions that name them, whether or not what they
 * name is defined. It follows one change at a time, in a time that does not depend on how many other definitions there are.
 */
export class ReferenceIndex {
  readonly #flagsByPrerequisite = new KeysByName();
  readonly #flagsBySegment = new KeysByName();
  readonly #segmentsBySegment = new KeysByName();
  readonly #flagsByLayer = new KeysByName();

  /** The flags that others need, each with one or more of these. */
  get prerequisites(): Iterable<readonly [prerequisite: string, flags: ReadonlySet<string>]> {
    return this.#flagsByPrerequisite.entries();
  }

  /** The flags that have this flag as a prerequisite. */
  flagsNeeding(flag: string): ReadonlySet<string> {
    return this.#flagsByPrerequisite.get(flag);
  }

  /** The flags with a condition that asks for this segment. */
  flagsUsing(segment: string): ReadonlySet<string> {
    return this.#flagsBySegment.get(segment);
  }

  /** The segments with a condition that asks for this segment. */
  segmentsUsing(segment: string): ReadonlySet<string> {
    return this.#segmentsBySegment.get(segment);
  }

  /** The flags that share this layer. */
  flagsIn(layer: string): ReadonlySet<string> {
    return this.#flagsByLayer.get(layer);
  }

  apply(changes: readonly DefinitionChange[]): void {
    for (const { before, after } of changes) {
      if (before !== undefined) this.remove(before);
      if (after !== undefined) this.add(after);
    }
  }

  add(definition: Flag | Segment): void {
    for (const [keys, name] of this.#referencesOf(definition)) keys.add(name, definition.key);
  }

  /** @param definition the one that was added */
  remove(definition: Flag | Segment): void {
    for (const [keys, name] of this.#referencesOf(definition)) keys.delete(name, definition.key);
  }

  /** Where a definition is noted, and by which names. */
  #referencesOf(definition: Flag | Segment): (readonly [KeysByName, string])[] {
    const isFlag = 'type' in definition;
    const { flags, segments } = referencesOf(definition);
    const bySegment = isFlag ? this.#flagsBySegment : this.#segmentsBySegment;
    const noted = [
      ...flags.map((flag) => [this.#flagsByPrerequisite, flag] as const),
      ...segments.map((segment) => [bySegment, segment] as const),
    ];
    if (isFlag && definition.layer !== undefined) noted.push([this.#flagsByLayer, definition.layer.name]);
    return noted;
  }
}

/** Sets of keys by a name that they share; names without keys take no room. */
class KeysByName {
  readonly #sets = new Map<string, Set<string>>();

  get(name: string): ReadonlySet<string> {
    return this.#sets.get(name) ?? NO_KEYS;
  }

  entries(): Iterable<readonly [string, ReadonlySet<string>]> {
    return this.#sets;
  }

  add(name: string, key: string): void {
    const keys = this.#sets.get(name);
    if (keys === undefined) this.#sets.set(name, new Set([key]));
    else keys.add(key);
  }

  delete(name: string, key: string): void {
    const keys = this.#sets.get(name);
    if (keys?.delete(key) && keys.size === 0) this.#sets.delete(name);
  }
}

const NO_KEYS: ReadonlySet<string> = new Set();
