import type { Definitions } from '../definitions.js';
import type { Flag } from '../flag.js';
import { nextShareChange, nextWindowChange, type NextTimeChange } from '../time/next-time-change.js';
import { eachCondition, referencesOf, visitBucketing } from './references.js';
import type { Segment } from './segment.js';

/**
 * The first instant after `now` at which the answer of a flag may change only because time passes: by its own windows
 * and growing percentages, and by those of the segments and flags that it refers to. `Infinity` if there is none. It is
 * the same for all contexts. Custom strategies and operators that read a clock are not covered, and neither are overrides.
 *
 * @param reached the flag and everything that it refers to; see {@link reachedFrom}
 */
export function nextDefinitionChange(reached: Iterable<Flag | Segment>, now: number): number {
  let next = Infinity;
  for (const definition of reached) {
    for (const changeAfter of timeChangesOf(definition)) next = Math.min(next, changeAfter(now));
  }
  return next;
}

/** A flag, then every flag and segment that it refers to, directly or indirectly, each once. Undefined ones are omitted. */
export function reachedFrom(flag: Flag, { flags, segments }: Definitions): ReadonlySet<Flag | Segment> {
  const reached = new Set<Flag | Segment>([flag]);
  for (const definition of reached) {
    const references = referencesOf(definition);
    for (const key of references.flags) addTo(reached, flags.get(key));
    for (const key of references.segments) addTo(reached, segments.get(key));
  }
  return reached;
}

function addTo<T>(set: Set<T>, value: T | undefined): void {
  if (value !== undefined) set.add(value);
}

const known = new WeakMap<Flag | Segment, readonly NextTimeChange[]>();

/** The parts of a definition that change with time; collected once, then remembered. */
function timeChangesOf(definition: Flag | Segment): readonly NextTimeChange[] {
  const found = known.get(definition);
  if (found !== undefined) return found;
  const changes: NextTimeChange[] = [];
  if ('type' in definition && definition.type === 'time_based') changes.push(nextWindowChange(definition));
  eachCondition(definition, (condition) => {
    if ('time' in condition) changes.push(nextWindowChange(condition.time));
  });
  visitBucketing(definition, ({ percentage, coverage }) => {
    for (const share of [percentage, coverage]) if (typeof share === 'object') changes.push(nextShareChange(share));
  });
  known.set(definition, changes);
  return changes;
}
