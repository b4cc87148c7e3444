import type { Definitions } from '../../engine/definitions.js';
import type { Flag } from '../../engine/flag.js';
import { referencesOf } from '../../engine/targeting/references.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { ReferenceIndex } from './reference-index.js';

/** One definition as it is after a change; `undefined` when it is deleted. */
export interface ChangedDefinition {
  readonly kind: 'flag' | 'segment';
  readonly key: string;
  readonly after: Flag | Segment | undefined;
}

/** Keys of definitions that a walk has reached. */
interface ReachedKeys {
  readonly flags: Set<string>;
  readonly segments: Set<string>;
}

/**
 * The definitions that a change of one of them can make inconsistent, after that change: itself, those that refer to it,
 * however far, and those in its layer; with everything that these refer to, so that they can be checked by themselves.
 *
 * @param definitions those in force, which are consistent
 * @param index of the same
 */
export function affectedDefinitions(
  definitions: Definitions,
  index: ReferenceIndex,
  { kind, key, after }: ChangedDefinition,
): Definitions {
  const isChanged = (name: ChangedDefinition['kind'], other: string) => name === kind && other === key;
  const [flags, segments] = [new Map<string, Flag>(), new Map<string, Segment>()];
  const { flags: flagKeys, segments: segmentKeys } = usersOf(kind, key, index);
  if (after !== undefined && 'type' in after && after.layer !== undefined) {
    for (const member of index.flagsIn(after.layer.name)) flagKeys.add(member);
  }
  for (const flagKey of flagKeys) {
    const flag = isChanged('flag', flagKey) ? after : definitions.flags.get(flagKey);
    if (flag === undefined || !('type' in flag)) continue;
    flags.set(flagKey, flag);
    const references = referencesOf(flag);
    for (const other of references.flags) flagKeys.add(other); // a set is walked to what is added meanwhile
    for (const other of references.segments) segmentKeys.add(other);
  }
  for (const segmentKey of segmentKeys) {
    const segment = isChanged('segment', segmentKey) ? after : definitions.segments.get(segmentKey);
    if (segment === undefined || 'type' in segment) continue;
    segments.set(segmentKey, segment);
    for (const other of referencesOf(segment).segments) segmentKeys.add(other);
  }
  return { flags, segments };
}

/** Itself, and all that refer to it, however far. */
function usersOf(kind: ChangedDefinition['kind'], key: string, index: ReferenceIndex): ReachedKeys {
  const flags = new Set(kind === 'flag' ? [key] : []);
  const segments = new Set(kind === 'segment' ? [key] : []);
  for (const segment of segments) {
    for (const user of index.segmentsUsing(segment)) segments.add(user);
    for (const user of index.flagsUsing(segment)) flags.add(user);
  }
  for (const flag of flags) for (const user of index.flagsNeeding(flag)) flags.add(user);
  return { flags, segments };
}
