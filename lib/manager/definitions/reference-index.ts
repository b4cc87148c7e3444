import type { Flag } from '../../engine/flag.js';
import { referencesOf } from '../../engine/targeting/references.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { DefinitionChange } from './definition-change.js';
import { KeysByName } from './keys-by-name.js';

/**
 * An index of the definitions that refer to a segment, flag or layer, whether or not that is defined. The time to apply
 * a change does not depend on the number of other definitions.
 */
export class ReferenceIndex {
  readonly #flagsByFlag = new KeysByName();
  readonly #flagsBySegment = new KeysByName();
  readonly #segmentsByFlag = new KeysByName();
  readonly #segmentsBySegment = new KeysByName();
  readonly #flagsByLayer = new KeysByName();

  /** The flags with a prerequisite or condition on this flag. */
  flagsNeeding(flag: string): ReadonlySet<string> {
    return this.#flagsByFlag.get(flag);
  }

  /** The segments with a condition on this flag. */
  segmentsNeeding(flag: string): ReadonlySet<string> {
    return this.#segmentsByFlag.get(flag);
  }

  /** The flags with a condition on this segment. */
  flagsUsing(segment: string): ReadonlySet<string> {
    return this.#flagsBySegment.get(segment);
  }

  /** The segments with a condition on this segment. */
  segmentsUsing(segment: string): ReadonlySet<string> {
    return this.#segmentsBySegment.get(segment);
  }

  /** The flags that share this layer. */
  flagsIn(layer: string): ReadonlySet<string> {
    return this.#flagsByLayer.get(layer);
  }

  /** Whether any definition names this one. */
  isNamed(kind: 'flag' | 'segment', key: string): boolean {
    return kind === 'flag'
      ? this.flagsNeeding(key).size > 0 || this.segmentsNeeding(key).size > 0
      : this.flagsUsing(key).size > 0 || this.segmentsUsing(key).size > 0;
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

  /** @param definition the definition as it was added */
  remove(definition: Flag | Segment): void {
    for (const [keys, name] of this.#referencesOf(definition)) keys.delete(name, definition.key);
  }

  /** The places of a definition in the index, with the names under which it is stored there. */
  #referencesOf(definition: Flag | Segment): readonly Reference[] {
    const isFlag = 'type' in definition;
    const { flags, segments } = referencesOf(definition);
    const layer = isFlag ? definition.layer : undefined;
    if (flags.length === 0 && segments.length === 0 && layer === undefined) return NONE; // most definitions
    const byFlag = isFlag ? this.#flagsByFlag : this.#segmentsByFlag;
    const bySegment = isFlag ? this.#flagsBySegment : this.#segmentsBySegment;
    const noted: Reference[] = [
      ...flags.map((flag) => [byFlag, flag] as const),
      ...segments.map((segment) => [bySegment, segment] as const),
    ];
    if (layer !== undefined) noted.push([this.#flagsByLayer, layer.name]);
    return noted;
  }
}

type Reference = readonly [keys: KeysByName, name: string];

const NONE: readonly Reference[] = [];
