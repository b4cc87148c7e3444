import { offAnswer } from '../../compile/answers.js';
import { createDraw } from '../../allocation/draw.js';
import { NO_BUCKET } from '../../allocation/no-bucket.js';
import type { Flag } from '../../flag.js';
import type { FlagContext } from '../../flag-context.js';
import { EvaluationReason } from '../../flag-evaluation.js';
import type { Evaluator, Scope } from '../../compile/scope.js';
import { traced } from '../../compile/tracer.js';
import { mergedRanges } from '../bucket-range.js';
import type { LayerSlot } from '../layer.js';
import { compileRanges, rangesOnScale } from './compile-ranges.js';

/**
 * Turns the flag off for units whose bucket in the layer is not in the flag's ranges. A unit has the same bucket for
 * all flags of a layer.
 */
export function compileLayer(flag: Flag, layer: LayerSlot, next: Evaluator, scope: Scope): Evaluator {
  const { name, bucketBy } = layer;
  const draw = createDraw({ bucketBy, salt: name }, 'layer', 100, scope);
  const ranges = rangesOnScale(mergedRanges(layer), draw);
  const isInRange = compileRanges(ranges);
  const outside = offAnswer(flag, EvaluationReason.NotInLayer);
  const noUnit = offAnswer(flag, EvaluationReason.NoBucketingKey);
  const holds = traced(
    scope,
    (context: FlagContext) => {
      const bucket = draw.bucketOf(context);
      return bucket === NO_BUCKET ? undefined : isInRange(bucket);
    },
    (result) => ({ step: 'layer', layer: name, ranges, holds: result ?? null }),
  );
  return (context) => {
    const isInside = holds(context);
    if (isInside === undefined) return noUnit;
    return isInside ? next(context) : outside;
  };
}
