import { serveVariants, sharesOf } from '../allocation/serve-variants.js';
import { offAnswer } from '../compile/answers.js';
import type { VariantFlag } from '../flag.js';
import { EvaluationReason } from '../flag-evaluation.js';
import type { Strategy } from './strategy.js';

/**
 * Serves the variant that is drawn for the unit; without a targeting key or outside the coverage, the default variant.
 */
export const variantStrategy: Strategy<VariantFlag> = (flag, scope) => {
  const noUnit = offAnswer(flag, EvaluationReason.NoBucketingKey);
  const outside = offAnswer(flag, EvaluationReason.NotInRollout);
  return serveVariants(flag, sharesOf(flag), flag, { reason: EvaluationReason.Variant, noUnit, outside }, scope);
};
