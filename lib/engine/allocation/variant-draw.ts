import type { FlagContext } from '../flag-context.js';
import type { Scope } from '../compile/scope.js';
import type { SplitShare } from '../targeting/rule.js';
import { traced } from '../compile/tracer.js';
import { compileCoverage, type Coverage } from './compile-coverage.js';
import type { CoverageOptions } from './coverage-options.js';
import { createDraw } from './draw.js';
import { keyReader } from './targeting-key.js';
import { compileSticky } from './compile-sticky.js';
import { NO_BUCKET } from './no-bucket.js';
import { NO_VARIANT, NOT_INCLUDED } from './no-variant.js';
import { createRendezvous } from './rendezvous.js';
import type { Sticky } from './sticky.js';
import { totalWeight, variantRanges } from './variant-ranges.js';

/** The shares to draw from, and how they are drawn. */
export interface VariantDrawSpec {
  /** The shares in declared order. A weight of 0 is never drawn. */
  readonly shares: readonly SplitShare[];
  /** `rendezvous` has no buckets and uses only `bucketBy` and `salt`. */
  readonly bucketed: CoverageOptions;
  readonly allocation: 'ranges' | 'rendezvous';
  /** Stores what was drawn, if the scope has a sticky store. */
  readonly sticky: Sticky | undefined;
}

type VariantDraw = (context: FlagContext) => number;

const compilers = { ranges: compileRanges, rendezvous: compileRendezvous } satisfies Record<
  VariantDrawSpec['allocation'],
  (spec: VariantDrawSpec, scope: Scope) => VariantDraw
>;

/**
 * Draws for each context the index of a share, always the same one for a targeting key; {@link NO_VARIANT} without one,
 * and {@link NOT_INCLUDED} for units that are not included.
 */
export function compileVariantDraw(spec: VariantDrawSpec, scope: Scope): VariantDraw {
  const draw = compilers[spec.allocation](spec, scope);
  const { shares, bucketed, sticky } = spec;
  if (sticky === undefined || scope.sticky === undefined) return draw;
  return compileSticky({ shares, bucketed, sticky, store: scope.sticky }, draw, scope);
}

function compileRanges({ shares, bucketed }: VariantDrawSpec, scope: Scope): VariantDraw {
  const variants = shares.map(({ variant, weight }, index) => ({ name: variant, weight, index }));
  const { bucketOf, end: endOf } = createDraw(bucketed, 'variant', totalWeight(variants), scope);
  const ranges = variantRanges(variants, endOf);
  const ends = ranges.map(({ end }) => end); // a flat list is faster to search
  const last = ends.length - 1; // its range ends after the last bucket
  const indexes = ranges.map(({ variant }) => variant.index);
  const placeOf = (bucket: number) => {
    let i = 0;
    while (i < last && bucket >= (ends[i] ?? 0)) i++;
    return i;
  };
  const { coverage } = bucketed;
  const covered = coverage === undefined ? undefined : compileCoverage(coverage, ranges, endOf, scope);

  const drawFromAll = (context: FlagContext) => {
    const bucket = bucketOf(context);
    return bucket === NO_BUCKET ? NO_VARIANT : (indexes[placeOf(bucket)] ?? NO_VARIANT);
  };
  const drawFrom = ({ percentOf, endOfCovered }: Coverage) => {
    return (context: FlagContext) => {
      const percent = percentOf(context);
      const bucket = bucketOf(context);
      if (bucket === NO_BUCKET) return NO_VARIANT;
      const place = placeOf(bucket);
      return bucket < endOfCovered(place, percent) ? (indexes[place] ?? NO_VARIANT) : NOT_INCLUDED;
    };
  };
  return traced(scope, covered === undefined ? drawFromAll : drawFrom(covered), (index, context) => {
    const percent = covered?.percentOf(context);
    return {
      step: 'allocation',
      allocation: 'ranges',
      variants: ranges.map(({ variant, end }, i) => ({
        variant: variant.name,
        from: ranges[i - 1]?.end ?? 0,
        to: percent === undefined ? end : (covered?.endOfCovered(i, percent) ?? end),
      })),
      served: shares[index]?.variant,
    };
  });
}

function compileRendezvous({ shares, bucketed }: VariantDrawSpec, scope: Scope): VariantDraw {
  const { bucketBy, salt = scope.key } = bucketed;
  const keyOf = keyReader(bucketBy);
  const rendezvous = createRendezvous(
    shares.map(({ variant, weight }) => ({ name: variant, weight })),
    salt,
  );
  const draw = (context: FlagContext) => {
    const key = keyOf(context);
    return key === undefined ? NO_VARIANT : rendezvous.indexOf(key);
  };
  return traced(scope, draw, (index, context) => ({
    step: 'allocation',
    allocation: 'rendezvous',
    variants: rendezvous.scoresOf(keyOf(context)),
    served: shares[index]?.variant,
  }));
}
