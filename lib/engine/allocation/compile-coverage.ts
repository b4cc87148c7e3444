import { instantOf } from '../attributes/read-context.js';
import type { Scope } from '../compile/scope.js';
import type { FlagContext } from '../flag-context.js';
import { compileShare, isFixed } from '../time/compile-share.js';
import type { Share } from '../time/progression.js';
import type { Draw } from './draw.js';

/** The part of the variants' ranges that is served. */
export interface Coverage {
  /** The coverage in percent, at the instant of the context. */
  readonly percentOf: (context: FlagContext) => number;
  /** The end of the served part of the range at an index, on the scale of the buckets. */
  readonly endOfCovered: (place: number, percent: number) => number;
}

/**
 * @param ranges the variants in the order of their ranges
 * @param endOf where a cumulative weight ends, on the scale of the buckets
 */
export function compileCoverage(
  coverage: Share,
  ranges: readonly { readonly variant: { readonly weight: number } }[],
  endOf: Draw['end'],
  scope: Scope,
): Coverage {
  let cumulative = 0;
  const parts = ranges.map(({ variant: { weight } }) => {
    const begin = cumulative;
    cumulative += weight;
    return { begin, weight };
  });
  const endOfCovered: Coverage['endOfCovered'] = (place, percent) => {
    const part = parts[place];
    return part === undefined ? 0 : endOf(part.begin + part.weight * (percent / 100));
  };
  if (isFixed(coverage)) {
    const ends = parts.map((_, place) => endOfCovered(place, coverage));
    return { percentOf: () => coverage, endOfCovered: (place) => ends[place] ?? 0 };
  }
  const share = compileShare(coverage);
  return { percentOf: (context) => share(instantOf(context, scope)), endOfCovered };
}
