import type { DefinitionChange } from '../definitions/definition-change.js';
import type { ReferenceIndex } from '../definitions/reference-index.js';

/** The keys of compiled flags and segments. */
export interface CompiledFrom {
  readonly flags: ReadonlySet<string>;
  readonly segments: ReadonlySet<string>;
}

/**
 * What is compiled from definitions that have changed: themselves, and those that use a changed segment, directly or
 * through other segments. Flags that depend on a flag are not included: they ask it at each evaluation.
 *
 * @param index after the changes
 */
export function compiledFrom(changes: readonly DefinitionChange[], index: ReferenceIndex): CompiledFrom {
  const flags = new Set<string>();
  const segments = new Set<string>();
  for (const { kind, key } of changes) (kind.name === 'flag' ? flags : segments).add(key);
  for (const segment of segments) {
    for (const user of index.segmentsUsing(segment)) segments.add(user); // iterating a set includes what is added meanwhile
    for (const user of index.flagsUsing(segment)) flags.add(user);
  }
  return { flags, segments };
}
