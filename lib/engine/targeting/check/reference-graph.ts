import { FlagLimits } from '../../flag-limits.js';

/** The cost of following all references of one key. */
export interface Reach {
  /** How many flags and segments are visited, counting repeated visits. */
  readonly visits: number;
  /** The length of the longest chain of references. */
  readonly depth: number;
  /** How many conditions are checked, counting repeated checks. */
  readonly conditions: number;
}

/** The references and conditions in the definition of one key. */
export interface OwnReferences {
  /** The keys that it refers to, repeated for each reference. */
  readonly keys: readonly string[];
  readonly conditions: number;
}

/** The problems of keys that refer to each other, and the cost of following each key's references. */
export interface ReferenceGraph {
  readonly problems: ReadonlyMap<string, string>;
  readonly reaches: ReadonlyMap<string, Reach>;
}

interface Visit {
  readonly key: string;
  readonly next: readonly string[];
  index: number;
  visits: number;
  depth: number;
  conditions: number;
}

/**
 * Finds cycles, and references that would exceed the limits of an evaluation. Each key is visited once, without
 * recursion, so that neither a long chain nor a wide lattice takes long.
 *
 * @param shown how a key is shown in messages
 */
export function referenceGraph(
  keys: Iterable<string>,
  referencesOf: (key: string) => OwnReferences,
  shown: (key: string) => string = quoted,
): ReferenceGraph {
  const problems = new Map<string, string>();
  const reaches = new Map<string, Reach>();
  const conclude = (key: string, { visits, depth, conditions }: Reach) => {
    const reach = { visits: visits + 1, depth: depth + 1, conditions };
    reaches.set(key, reach);
    const problem = problems.has(key) ? undefined : limitProblem(reach);
    if (problem !== undefined) problems.set(key, problem);
  };
  const path: Visit[] = [];
  const open = new Set<string>();
  const enter = (key: string) => {
    const { keys: next, conditions } = referencesOf(key);
    const own = { visits: 0, depth: 0, conditions };
    if (next.length === 0) return conclude(key, own); // most have none and need no entry on the path
    open.add(key);
    path.push({ key, next, index: 0, ...own });
  };
  for (const key of keys) {
    if (reaches.has(key)) continue;
    enter(key);
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const next = visit.next[visit.index];
      const reached = next === undefined ? undefined : reaches.get(next);
      if (next === undefined) {
        path.pop();
        open.delete(visit.key);
        conclude(visit.key, visit);
      } else if (reached !== undefined) {
        visit.visits += reached.visits;
        visit.conditions += reached.conditions;
        visit.depth = Math.max(visit.depth, reached.depth);
        visit.index++;
      } else if (open.has(next)) {
        if (!problems.has(next) || !problems.has(visit.key)) addCycle(path, next, shown, problems); // else a cycle through it is already known
        visit.index++;
      } else {
        enter(next); // and return to the same reference once its reach is known
      }
    }
  }
  return { problems, reaches };
}

/** The limit that a reach exceeds, as a message. The key itself counts as one. */
function limitProblem({ visits, depth, conditions }: Reach): string | undefined {
  const { references, referenceDepth, conditionsInAll } = FlagLimits;
  if (depth > referenceDepth) return `form a chain of more than ${referenceDepth} flags and segments: shorten it`;
  if (conditions > conditionsInAll) {
    return `lead to more than ${conditionsInAll} conditions, counting each time one is checked: use fewer`;
  }
  if (visits <= references) return undefined;
  return `lead to more than ${references} flags and segments, counting each time one is evaluated: refer to fewer`;
}

function addCycle(
  path: readonly Visit[],
  start: string,
  shown: (key: string) => string,
  problems: Map<string, string>,
): void {
  const cycle = path.slice(path.findIndex(({ key }) => key === start)).map(({ key }) => key);
  const names = cycle.slice(0, SHOWN).map(shown);
  const text = [...names, ...(cycle.length > SHOWN ? ['…'] : []), shown(start)].join(' > ');
  for (const key of cycle) problems.set(key, `form a cycle; remove one of these references: ${text}`);
}

const SHOWN = 10;

function quoted(key: string): string {
  return `"${key}"`;
}
