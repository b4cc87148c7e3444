import type { Definitions } from '../../engine/definitions.js';
import type { Flag } from '../../engine/flag.js';
import type { Segment } from '../../engine/targeting/segment.js';
import { flagKind, segmentKind, type DefinitionKind } from './definition-kind.js';

/** One definition that was added, changed or removed. */
export interface DefinitionChange {
  readonly kind: DefinitionKind;
  readonly key: string;
  readonly before: Flag | Segment | undefined;
  readonly after: Flag | Segment | undefined;
}

const KINDS: readonly DefinitionKind[] = [flagKind, segmentKind];

/**
 * The differences between two sets of definitions, compared by identity, because equal definitions are the same object.
 */
export function changesBetween(old: Definitions, now: Definitions): readonly DefinitionChange[] {
  return KINDS.flatMap((kind) => changesOfKind(kind, old, now));
}

function changesOfKind(kind: DefinitionKind, old: Definitions, now: Definitions): DefinitionChange[] {
  const [before, after] = [kind.all(old), kind.all(now)];
  const changes: DefinitionChange[] = [];
  if (before === after) return changes;
  for (const [key, definition] of before) {
    const next = after.get(key);
    if (next !== definition) changes.push({ kind, key, before: definition, after: next });
  }
  for (const [key, definition] of after) {
    if (!before.has(key)) changes.push({ kind, key, before: undefined, after: definition });
  }
  return changes;
}
