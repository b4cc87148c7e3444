import type { DefinitionChange } from '../definitions/definition-change.js';
import type { ReferenceIndex } from '../definitions/reference-index.js';

/** Keys of compiled flags and segments. */
export interface CompiledFrom {
  readonly flags: ReadonlySet<string>;
  readonly segments: ReadonlySet<string>;
}

/**
 * The flags and segments that are compiled from changed definitions: the changed ones, and those that use a changed
 * segment, directly or indirectly. Flags that depend on another flag are not included, because they evaluate it each
 * time.
 *
 * @param index the references after the changes
 */
export function compiledFrom(changes: readonly DefinitionChange[], index: ReferenceIndex): CompiledFrom {
  const flags = new Set<string>();
  const segments = new Set<string>();
  for (const { kind, key } of changes) (kind.name === 'flag' ? flags : segments).add(key);
  for (const segment of segments) {
    for (const user of index.segmentsUsing(segment)) segments.add(user); // the iteration includes keys that are added meanwhile
    for (const user of index.flagsUsing(segment)) flags.add(user);
  }
  return { flags, segments };
}
