import { createDraw } from '../../allocation/draw.js';
import { NO_BUCKET } from '../../allocation/no-bucket.js';
import { instantOf } from '../../attributes/read-context.js';
import type { FlagContext } from '../../flag-context.js';
import type { Scope } from '../../compile/scope.js';
import { compileShare, isFixed } from '../../time/compile-share.js';
import { traced } from '../../compile/tracer.js';
import type { Rollout } from '../rollout.js';

export interface CompileRolloutOptions {
  /** Whether 100 % are all contexts, those without a unit included. @default false, all units */
  readonly takesEverybody?: boolean;
}

/** Whether a context is inside a rollout; `undefined` if this takes a unit and there is none. */
export function compileRollout(
  rollout: Rollout,
  scope: Scope,
  { takesEverybody = false }: CompileRolloutOptions = {},
): (context: FlagContext) => boolean | undefined {
  const { percentage } = rollout;
  const draw = createDraw(rollout, 'rollout', 100, scope);
  const share = compileShare(percentage);
  const isInside = (context: FlagContext, end: number) => {
    const bucket = draw.bucketOf(context);
    return bucket === NO_BUCKET ? undefined : bucket < end;
  };
  return traced(scope, isFixed(percentage) ? fixed(percentage) : growing, (holds, context) => {
    // Reads the context only where the evaluation has read it: what cannot be read must not fail the explanation alone.
    const now = isFixed(percentage) ? percentage : share(instantOf(context, scope));
    return { step: 'rollout', percentage: now, end: draw.end(now), holds: holds ?? null };
  });

  function fixed(percent: number): (context: FlagContext) => boolean | undefined {
    if (percent === 0) return () => false;
    if (percent === 100 && takesEverybody) return () => true;
    const end = draw.end(percent);
    return (context) => isInside(context, end);
  }

  function growing(context: FlagContext): boolean | undefined {
    const percent = share(instantOf(context, scope));
    if (percent <= 0) return false;
    return percent >= 100 && takesEverybody ? true : isInside(context, draw.end(percent));
  }
}
