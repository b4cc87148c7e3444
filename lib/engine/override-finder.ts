import { attributeReader } from './attribute-path.js';
import type { FlagContext } from './flag-context.js';
import type { FlagOverride } from './flag-override.js';
import type { Evaluator } from './scope.js';
import { targetingKey, userKey } from './targeting-key.js';
import { lengthOf } from './targeting/operators/elements.js';

/** An override, compiled. */
export interface Candidate {
  readonly override: FlagOverride;
  readonly answer: Evaluator;
  /** Whether it has not expired; absent when it never does. */
  readonly stands: ((context: FlagContext) => boolean) | undefined;
}

type Find = (context: FlagContext) => Candidate | undefined;

/** Finds the first override that holds for a context's user, else for the value of one of its attributes. */
export function overrideFinder(candidates: readonly Candidate[]): Find {
  const ofUser = new Map<string, Candidate>();
  const byPath = new Map<string, RankedCandidates>();
  candidates
    .toSorted(({ override: a }, { override: b }) => Number(isOff(b)) - Number(isOff(a)) || compareAge(a, b))
    .forEach((candidate, rank) => {
      const { unit = '', unitBy } = candidate.override;
      if (unitBy === undefined) {
        ofUser.set(unit, candidate);
      } else {
        const ranked = byPath.get(unitBy) ?? new Map<string, Ranked>();
        byPath.set(unitBy, ranked.set(unit, { candidate, rank }));
      }
    });
  const findOfUser = userFinder(ofUser);
  if (byPath.size === 0) return findOfUser;
  const findByPath = attributeFinder(Array.from(byPath, ([path, ranked]) => ({ read: attributeReader(path), ranked })));
  return ofUser.size === 0 ? findByPath : (context) => findOfUser(context) ?? findByPath(context);
}

/** With its place among those that may hold for one context at the same time; the lowest answers. */
interface Ranked {
  readonly candidate: Candidate;
  readonly rank: number;
}

type RankedCandidates = Map<string, Ranked>;

function userFinder(ofUser: ReadonlyMap<string, Candidate>): Find {
  return (context) => {
    const user = userKey(context);
    return user === undefined ? undefined : whenStanding(ofUser.get(user), context);
  };
}

function attributeFinder(
  groups: readonly { readonly read: (context: FlagContext) => unknown; readonly ranked: RankedCandidates }[],
): Find {
  return (context) => {
    let first: Ranked | undefined;
    for (const { read, ranked } of groups) {
      const value = read(context);
      const length = lengthOf(value);
      if (length === undefined) {
        if (Array.isArray(value)) throw new RangeError('The list is too long to be looked through.');
        first = firstOf(first, value, ranked, context);
      } else {
        for (let i = 0; i < length; i++) first = firstOf(first, (value as readonly unknown[])[i], ranked, context);
      }
    }
    return first?.candidate;
  };
}

function firstOf(
  first: Ranked | undefined,
  value: unknown,
  ranked: RankedCandidates,
  context: FlagContext,
): Ranked | undefined {
  const key = targetingKey(value);
  const found = key === undefined ? undefined : ranked.get(key);
  if (found === undefined || (first !== undefined && first.rank <= found.rank)) return first;
  return whenStanding(found.candidate, context) === undefined ? first : found;
}

function whenStanding(candidate: Candidate | undefined, context: FlagContext): Candidate | undefined {
  return candidate?.stands?.(context) === false ? undefined : candidate;
}

function isOff({ serve }: FlagOverride): boolean {
  if ('enabled' in serve) return !serve.enabled;
  return 'value' in serve && (serve.value === false || serve.value === null);
}

/** The latest first; of one instant, in an order that is the same for all instances. */
function compareAge(a: FlagOverride, b: FlagOverride): number {
  return (
    Date.parse(b.createdAt) - Date.parse(a.createdAt) ||
    compareText(a.unitBy ?? '', b.unitBy ?? '') ||
    compareText(a.unit ?? '', b.unit ?? '')
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
