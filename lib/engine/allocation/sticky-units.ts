import { attributeReader } from '../attribute-path.js';
import type { Flag, VariantFlag } from '../flag.js';
import { asUnit, type FlagContext } from '../flag-context.js';

const MAX_UNIT_LENGTH = 256; // longer ones are drawn, not kept: a session id may come from anybody
const UNIT_PATHS: readonly string[] = ['userId', 'sessionId'];

/** Reads the unit of a context, with the path that gave it, so that a user and a session of one name stay apart. */
export type UnitReader = (context: FlagContext) => string | undefined;

/** The unit that a sticky variant is kept for. */
export function ownUnitReader(bucketBy: string | undefined): UnitReader {
  return firstUnitReader(bucketBy === undefined ? UNIT_PATHS : [bucketBy, ...UNIT_PATHS]);
}

/** The other unit that may know what is kept; nobody where none is named. */
export function fallbackUnitReader(fallbackBy: string | undefined): UnitReader {
  return firstUnitReader(fallbackBy === undefined ? [] : [fallbackBy]);
}

/** Reads all units of a context for which these flags may keep variants; `undefined` when none of them is sticky. */
export function stickyUnitsReader(flags: Iterable<Flag>): ((context: FlagContext) => readonly string[]) | undefined {
  const own = new Set<string | undefined>();
  const fallbacks = new Set<string>();
  for (const flag of flags) {
    if (flag.type !== 'variant' || flag.sticky === undefined) continue;
    for (const bucketBy of bucketBysOf(flag)) own.add(bucketBy);
    if (flag.sticky.fallbackBy !== undefined) fallbacks.add(flag.sticky.fallbackBy);
  }
  if (own.size === 0) return undefined;
  const readers = [...Array.from(own, ownUnitReader), ...Array.from(fallbacks, fallbackUnitReader)];
  return (context) => {
    const units = new Set(readers.map((read) => read(context)));
    units.delete(undefined);
    return [...units].filter((unit) => unit !== undefined);
  };
}

/** The flag's own, and those of rules that split otherwise. */
function bucketBysOf({ bucketBy, rules = [] }: VariantFlag): (string | undefined)[] {
  const splits = rules.flatMap(({ serve }) => (typeof serve === 'object' && 'split' in serve ? [serve] : []));
  return [bucketBy, ...splits.map((split) => split.bucketBy)];
}

function firstUnitReader(paths: readonly string[]): UnitReader {
  const readers = paths.map((path) => ({ path, read: attributeReader(path) }));
  return (context) => {
    for (const { path, read } of readers) {
      const unit = asUnit(read(context));
      if (unit !== undefined) return unit.length <= MAX_UNIT_LENGTH ? `${path}:${unit}` : undefined;
    }
    return undefined;
  };
}
