import type { Flag, VariantFlag } from '../flag.js';
import type { FlagContext } from '../flag-context.js';
import { bucketPaths, keyPathReader, keyReader, type BucketBy, type KeyReader } from './targeting-key.js';

const MAX_UNIT_LENGTH = 256; // longer ones are drawn but not stored: a session id may come from an attacker

/** Reads the unit for which a sticky variant is stored: the targeting key, prefixed with the path it was read from. */
export function ownUnitReader(bucketBy: BucketBy | undefined): KeyReader {
  const keyOf = keyReader(bucketBy);
  const pathOf = keyPathReader(bucketBy);
  const prefixes = new Map(bucketPaths(bucketBy).map((path) => [path, unitPrefix(path)]));
  return (context) => {
    const key = keyOf(context);
    if (key === undefined || key.length > MAX_UNIT_LENGTH) return undefined;
    const path = pathOf(context);
    const prefix = path === undefined ? undefined : prefixes.get(path);
    return prefix === undefined ? undefined : prefix + key;
  };
}

/** Reads the unit of `fallbackBy`; there is none if no path is given. */
export function fallbackUnitReader(fallbackBy: string | undefined): KeyReader {
  return fallbackBy === undefined ? () => undefined : ownUnitReader(fallbackBy);
}

/** Reads all units of a context for which these flags may store variants; `undefined` when no flag is sticky. */
export function stickyUnitsReader(flags: Iterable<Flag>): ((context: FlagContext) => readonly string[]) | undefined {
  const own = new Map<string, BucketBy | undefined>();
  const fallbacks = new Set<string>();
  for (const flag of flags) {
    if (flag.type !== 'variant' || flag.sticky === undefined) continue;
    for (const bucketBy of bucketBysOf(flag)) own.set(JSON.stringify(bucketBy ?? null), bucketBy);
    if (flag.sticky.fallbackBy !== undefined) fallbacks.add(flag.sticky.fallbackBy);
  }
  if (own.size === 0) return undefined;
  const readers = [...Array.from(own.values(), ownUnitReader), ...Array.from(fallbacks, fallbackUnitReader)];
  return (context) => {
    const units = new Set(readers.map((read) => read(context)));
    return [...units].filter((unit) => unit !== undefined);
  };
}

/**
 * Identifies the units for which a flag stores variants: flags with the same text store them for the same units.
 * `undefined` for a flag that is not sticky.
 */
export function stickySourceOf(flag: Flag): string | undefined {
  if (flag.type !== 'variant' || flag.sticky === undefined) return undefined;
  return JSON.stringify([flag.sticky.fallbackBy ?? null, ...bucketBysOf(flag).map((bucketBy) => bucketBy ?? null)]);
}

/** The prefix that distinguishes a user from a session with the same id; a separator in the path itself is escaped. */
function unitPrefix(path: string): string {
  return `${path.replaceAll('%', '%25').replaceAll(':', '%3A')}:`;
}

/** The flag's own `bucketBy`, and that of each rule with a split. */
function bucketBysOf({ bucketBy, rules = [] }: VariantFlag): (BucketBy | undefined)[] {
  const splits = rules.flatMap(({ serve }) => (typeof serve === 'object' && 'split' in serve ? [serve] : []));
  return [bucketBy, ...splits.map((split) => split.bucketBy)];
}
