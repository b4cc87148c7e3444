import type { Flag } from '../../flag.js';
import type { DefinitionProblem } from './definition-problem.js';
import { bucketPaths } from '../../allocation/targeting-key.js';
import type { LayerSlot } from '../layer.js';

/** In each layer all flags are bucketed alike, and no range overlaps another: nobody is in two of them. */
export function checkLayers(flags: ReadonlyMap<string, Flag>): DefinitionProblem[] {
  const layers = new Map<string, { key: string; slot: LayerSlot }[]>();
  for (const { key, layer: slot } of flags.values()) {
    if (slot === undefined) continue;
    const members = layers.get(slot.name);
    if (members === undefined) layers.set(slot.name, [{ key, slot }]);
    else members.push({ key, slot });
  }
  return [...layers.values()].flatMap(checkLayer);
}

function checkLayer(members: { key: string; slot: LayerSlot }[]): DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  /** Both of them: which one has changed, only those know who have seen it before. */
  const refuse = (one: string, other: string, property: string, whatAbout: (flag: string) => string) => {
    for (const [key, rival] of [
      [one, other],
      [other, one],
    ] as const) {
      problems.push({ kind: 'flag', key, path: ['layer', property], message: whatAbout(`flag "${rival}"`) });
    }
  };
  const byStart = members.toSorted((a, b) => a.slot.from - b.slot.from);
  let [widest] = byStart;
  for (const member of byStart.slice(1)) {
    if (widest === undefined) break;
    const { name, bucketBy, to } = widest.slot;
    if (!isSame(bucketPaths(member.slot.bucketBy), bucketPaths(bucketBy))) {
      refuse(member.key, widest.key, 'bucketBy', (flag) => `must be that of ${flag} in the same layer "${name}"`);
    }
    if (member.slot.from < to) {
      refuse(member.key, widest.key, 'from', (flag) => `overlaps the range of ${flag} in the same layer "${name}"`);
    }
    if (member.slot.to > widest.slot.to) widest = member;
  }
  return problems;
}

function isSame(paths: readonly string[], others: readonly string[]): boolean {
  return paths.length === others.length && paths.every((path, i) => path === others[i]);
}
