import type { Flag } from '../../flag.js';
import { bucketPaths } from '../../allocation/targeting-key.js';
import { rangesOf, type BucketRange } from '../bucket-range.js';
import type { LayerSlot } from '../layer.js';
import type { DefinitionProblem } from './definition-problem.js';

interface Member {
  readonly key: string;
  readonly slot: LayerSlot;
}

/** The path of a property of a member's slot. */
interface Place {
  readonly member: Member;
  readonly path: readonly (string | number)[];
}

/** One bucket range of a member. */
type Claim = Place & BucketRange;

/**
 * Checks that all flags of a layer have the same targeting key, and that their ranges do not overlap, so that no unit
 * is in two of them.
 */
export function checkLayers(flags: ReadonlyMap<string, Flag>): DefinitionProblem[] {
  const layers = new Map<string, Member[]>();
  for (const { key, layer: slot } of flags.values()) {
    if (slot === undefined) continue;
    const members = layers.get(slot.name);
    if (members === undefined) layers.set(slot.name, [{ key, slot }]);
    else members.push({ key, slot });
  }
  return [...layers.values()].flatMap((members) => [...differingKeys(members), ...overlaps(members)]);
}

/** Flags of one layer whose targeting key differs from that of the first flag. */
function differingKeys([first, ...others]: readonly Member[]): DefinitionProblem[] {
  const path = ['bucketBy'];
  return others.flatMap((member) => {
    if (first === undefined || isSame(pathsOf(member), pathsOf(first))) return [];
    return bothOf(
      { member, path },
      { member: first, path },
      (flag) => `must be the same as that of ${flag} in the same layer`,
    );
  });
}

function overlaps(members: readonly Member[]): DefinitionProblem[] {
  const byStart = members.flatMap(claimsOf).toSorted((a, b) => a.from - b.from);
  let [widest] = byStart;
  const problems: DefinitionProblem[] = [];
  const reported = new Set<string>();
  for (const claim of byStart.slice(1)) {
    if (widest === undefined) break;
    const pair = [claim.member.key, widest.member.key].toSorted().join(' ');
    if (claim.from < widest.to && !reported.has(pair)) {
      reported.add(pair);
      problems.push(...bothOf(claim, widest, (flag) => `overlaps the range of ${flag} in the same layer`));
    }
    if (claim.to > widest.to) widest = claim;
  }
  return problems;
}

function claimsOf(member: Member): Claim[] {
  const { slot } = member;
  return rangesOf(slot).map(({ from, to }, i) => {
    return { member, from, to, path: slot.ranges === undefined ? ['from'] : ['ranges', i] };
  });
}

/** Reports both flags, because it is not known here which of them was changed. */
function bothOf(one: Place, other: Place, messageAbout: (flag: string) => string): DefinitionProblem[] {
  const problem = ({ member, path }: Place, rival: Place): DefinitionProblem => ({
    kind: 'flag',
    key: member.key,
    path: ['layer', ...path],
    message: `${messageAbout(`flag "${rival.member.key}"`)} "${member.slot.name}"`,
  });
  return [problem(one, other), problem(other, one)];
}

function pathsOf({ slot }: Member): readonly string[] {
  return bucketPaths(slot.bucketBy);
}

function isSame(paths: readonly string[], others: readonly string[]): boolean {
  return paths.length === others.length && paths.every((path, i) => path === others[i]);
}
