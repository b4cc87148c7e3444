import { createDraw } from '../../allocation/draw.js';
import { NO_BUCKET } from '../../allocation/no-bucket.js';
import { instantOf } from '../../attributes/read-context.js';
import type { FlagContext } from '../../flag-context.js';
import type { Scope } from '../../compile/scope.js';
import { compileShare, isFixed } from '../../time/compile-share.js';
import type { Share } from '../../time/progression.js';
import { traced } from '../../compile/tracer.js';
import { mergedRanges, type BucketRange } from '../bucket-range.js';
import type { Rollout } from '../rollout.js';
import { compileRanges, rangesOnScale } from './compile-ranges.js';

type Inside = (context: FlagContext) => boolean | undefined;

export interface CompileRolloutOptions {
  /** Whether 0% (nobody) and 100% (everyone) are decided without reading the targeting key. @default false */
  readonly ignoresKeyAtEnds?: boolean;
}

/** Tests whether a context is inside a rollout; `undefined` if a targeting key is needed and there is none. */
export function compileRollout(
  rollout: Rollout,
  scope: Scope,
  { ignoresKeyAtEnds = false }: CompileRolloutOptions = {},
): Inside {
  const draw = createDraw(rollout, 'rollout', 100, scope);
  if (rollout.percentage !== undefined) return below(rollout.percentage);
  const merged = mergedRanges(rollout);
  const [first, ...others] = merged;
  return first?.from === 0 && others.length === 0 ? below(first.to) : within(rangesOnScale(merged, draw));

  /** A rollout of the buckets below a percentage. */
  function below(percentage: Share): Inside {
    const share = compileShare(percentage);
    return traced(scope, isFixed(percentage) ? fixed(percentage) : growing(share), (holds, context) => {
      // Reads the context only where the evaluation has read it, so that an unreadable field cannot fail the
      // explanation alone.
      const now = isFixed(percentage) ? percentage : share(instantOf(context, scope));
      return { step: 'rollout', percentage: now, ranges: [{ from: 0, to: draw.end(now) }], holds: holds ?? null };
    });
  }

  function fixed(percent: number): Inside {
    if (ignoresKeyAtEnds && (percent === 0 || percent === 100)) return () => percent === 100;
    const end = draw.end(percent);
    return (context) => isBelow(context, end);
  }

  function growing(share: (instant: number) => number): Inside {
    return (context) => {
      const percent = share(instantOf(context, scope));
      if (ignoresKeyAtEnds && (percent <= 0 || percent >= 100)) return percent >= 100;
      return isBelow(context, draw.end(percent));
    };
  }

  function isBelow(context: FlagContext, end: number): boolean | undefined {
    const bucket = draw.bucketOf(context);
    return bucket === NO_BUCKET ? undefined : bucket < end;
  }

  function within(ranges: readonly BucketRange[]): Inside {
    const isInside = compileRanges(ranges);
    const decide: Inside = (context) => {
      const bucket = draw.bucketOf(context);
      return bucket === NO_BUCKET ? undefined : isInside(bucket);
    };
    return traced(scope, decide, (holds) => ({ step: 'rollout', percentage: undefined, ranges, holds: holds ?? null }));
  }
}
