import type { Bucketed } from './bucketer.js';
import { createDraw } from './draw.js';
import type { FlagContext } from '../flag-context.js';
import type { Scope } from '../compile/scope.js';
import type { SplitShare } from '../targeting/rule.js';
import { keyReader } from './targeting-key.js';
import { traced } from '../compile/tracer.js';
import { compileSticky } from './compile-sticky.js';
import { NO_BUCKET } from './no-bucket.js';
import { NO_VARIANT } from './no-variant.js';
import { createRendezvous } from './rendezvous.js';
import type { Sticky } from './sticky.js';
import { totalWeight, variantRanges } from './variant-ranges.js';

/** What is drawn from, and how. */
export interface VariantDrawSpec {
  /** In declared order. A weight of 0 is never drawn. */
  readonly shares: readonly SplitShare[];
  /** `rendezvous` has no buckets: of this it uses `bucketBy` and `salt`. */
  readonly bucketed: Bucketed;
  readonly allocation: 'ranges' | 'rendezvous';
  /** Keeps what was drawn, where the scope has a store. */
  readonly sticky: Sticky | undefined;
}

type VariantDraw = (context: FlagContext) => number;

const compilers = { ranges: compileRanges, rendezvous: compileRendezvous } satisfies Record<
  VariantDrawSpec['allocation'],
  (spec: VariantDrawSpec, scope: Scope) => VariantDraw
>;

/** Draws for each context the index of a share, always the same one for a targeting key; -1 without one. */
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
  const ends = ranges.map(({ end }) => end); // flat, for the sake of speed
  const last = ends.length - 1; // it ends behind the last bucket
  const indexes = ranges.map(({ variant }) => variant.index);
  const draw = (context: FlagContext) => {
    const bucket = bucketOf(context);
    if (bucket === NO_BUCKET) return NO_VARIANT;
    let i = 0;
    while (i < last && bucket >= (ends[i] ?? 0)) i++;
    return indexes[i] ?? NO_VARIANT;
  };
  return traced(scope, draw, (index) => ({
    step: 'allocation',
    allocation: 'ranges',
    variants: ranges.map(({ variant, end }, i) => ({ variant: variant.name, from: ranges[i - 1]?.end ?? 0, to: end })),
    served: shares[index]?.variant,
  }));
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
