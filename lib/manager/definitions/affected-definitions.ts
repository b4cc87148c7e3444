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
 * The definitions that changes can make inconsistent, as they are after all of these changes: those that change, those
 * that refer to them, however far, and those in their layers; with everything that these refer to, so that they can be
 * checked by themselves.
 *
 * @param definitions those in force, which are consistent
 * @param index of the same
 * @param changes at most one of each definition
 */
export function affectedDefinitions(
  definitions: Definitions,
  index: ReferenceIndex,
  changes: readonly ChangedDefinition[],
): Definitions {
  const after = afterChanges(definitions, changes);
  const [flags, segments] = [new Map<string, Flag>(), new Map<string, Segment>()];
  const { flags: flagKeys, segments: segmentKeys } = usersOf(changes, index);
  for (const { after: changed } of changes) {
    if (changed === undefined || !('type' in changed) || changed.layer === undefined) continue;
    for (const member of index.flagsIn(changed.layer.name)) flagKeys.add(member);
  }
  for (const flagKey of flagKeys) {
    const flag = after.flag(flagKey);
    if (flag === undefined) continue;
    flags.set(flagKey, flag);
    const references = referencesOf(flag);
    for (const other of references.flags) flagKeys.add(other); // a set is walked to what is added meanwhile
    for (const other of references.segments) segmentKeys.add(other);
  }
  for (const segmentKey of segmentKeys) {
    const segment = after.segment(segmentKey);
    if (segment === undefined) continue;
    segments.set(segmentKey, segment);
    for (const other of referencesOf(segment).segments) segmentKeys.add(other);
  }
  return { flags, segments };
}

/** Looks up definitions as they are after changes, without a copy of all. */
function afterChanges(definitions: Definitions, changes: readonly ChangedDefinition[]) {
  const [flags, segments] = [new Map<string, Flag | undefined>(), new Map<string, Segment | undefined>()];
  for (const { kind, key, after } of changes) {
    if (kind === 'flag') flags.set(key, after !== undefined && 'type' in after ? after : undefined);
    else segments.set(key, after === undefined || 'type' in after ? undefined : after);
  }
  return {
    flag: (key: string) => (flags.has(key) ? flags.get(key) : definitions.flags.get(key)),
    segment: (key: string) => (segments.has(key) ? segments.get(key) : definitions.segments.get(key)),
  };
}

/** Those that change, and all that refer to them, however far. */
function usersOf(changes: readonly ChangedDefinition[], index: ReferenceIndex): ReachedKeys {
  const flags = new Set<string>();
  const segments = new Set<string>();
  for (const { kind, key } of changes) (kind === 'flag' ? flags : segments).add(key);
  for (const segment of segments) {
    for (const user of index.segmentsUsing(segment)) segments.add(user);
    for (const user of index.flagsUsing(segment)) flags.add(user);
  }
  for (const flag of flags) for (const user of index.flagsNeeding(flag)) flags.add(user);
  return { flags, segments };
}
