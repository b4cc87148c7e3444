import { keyOfId, type DocumentKind } from '../../store/stored-document.js';
import type { ReplicaState } from './replica-state.js';

const SHOWN = 20;

/**
 * Describes the changes that were lost when a store went back, for the log: at most 20 documents by name, and the
 * number of further ones. Units of overrides, which may be user ids, are left out.
 */
export function lostChanges(before: ReplicaState, after: ReplicaState): string {
  const lost = KINDS.flatMap((kind) => {
    const now: ReadonlyMap<string, unknown> = after.maps[kind].all;
    return [...before.maps[kind].all].flatMap(([id, document]) => {
      if (now.get(id) === document) return []; // equal documents are the same object
      const key = keyOfId(id);
      const ofUnit = key === id ? '' : ' for one unit';
      return `${kind} ${JSON.stringify(key)}${ofUnit} ${now.has(id) ? 'is an earlier version' : 'is removed'}`;
    });
  });
  const added = KINDS.flatMap((kind) =>
    [...after.maps[kind].all.keys()]
      .filter((id) => !before.maps[kind].all.has(id))
      .map((id) => `${kind} ${JSON.stringify(keyOfId(id))} exists again`),
  );
  const all = [...lost, ...added];
  const more = all.length > SHOWN ? `, and ${all.length - SHOWN} more` : '';
  return all.length === 0 ? 'no flag, segment, override or schedule differs' : all.slice(0, SHOWN).join(', ') + more;
}

const KINDS = ['override', 'flag', 'segment', 'schedule'] as const satisfies readonly DocumentKind[];
