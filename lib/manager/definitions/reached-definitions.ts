import type { Flag } from '../../engine/flag.js';
import { referencesOf } from '../../engine/targeting/references.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { DefinitionPlace } from './definition-place.js';
import type { ReferenceIndex } from './reference-index.js';

/**
 * The definitions that are reached by following references, each once. Iteration includes definitions that are added
 * while it runs.
 */
export class ReachedDefinitions implements Iterable<DefinitionPlace> {
  readonly #keys = { flag: new Set<string>(), segment: new Set<string>() };
  readonly #places: DefinitionPlace[] = [];

  constructor(places: Iterable<DefinitionPlace>) {
    for (const { kind, key } of places) this.add(kind, [key]);
  }

  [Symbol.iterator](): Iterator<DefinitionPlace> {
    return this.#places.values();
  }

  add(kind: DefinitionPlace['kind'], keys: Iterable<string>): void {
    const known = this.#keys[kind];
    for (const key of keys) {
      if (known.has(key)) continue;
      known.add(key);
      this.#places.push({ kind, key });
    }
  }

  /** Adds all definitions that refer to those reached, directly or indirectly. */
  addUsers(index: ReferenceIndex): void {
    for (const { kind, key } of this) {
      this.add('flag', kind === 'flag' ? index.flagsNeeding(key) : index.flagsUsing(key));
      this.add('segment', kind === 'flag' ? index.segmentsNeeding(key) : index.segmentsUsing(key));
    }
  }

  /** Adds the definitions to which a definition refers. */
  addReferences(definition: Flag | Segment): void {
    const { flags, segments } = referencesOf(definition);
    this.add('flag', flags);
    this.add('segment', segments);
  }

  /** Adds the flags that share the layer of a definition, if it is a flag in one. */
  addLayer(definition: Flag | Segment, index: ReferenceIndex): void {
    if ('type' in definition && definition.layer !== undefined) this.add('flag', index.flagsIn(definition.layer.name));
  }
}
