import type { Flag } from '../../engine/flag.js';
import { referencesOf } from '../../engine/targeting/references.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { DefinedFlag } from './defined-flag.js';

/** The keys of flags that other flags and segments refer to, in prerequisites and conditions. */
export function referencedFlags(defined: Iterable<DefinedFlag>, segments: Iterable<Segment>): ReadonlySet<string> {
  const keys = new Set<string>();
  const add = (definition: Flag | Segment) => {
    for (const key of referencesOf(definition).flags) keys.add(key);
  };
  for (const { known } of defined) if (known !== undefined) add(known);
  for (const segment of segments) add(segment);
  return keys;
}
