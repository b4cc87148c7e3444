import { variantAnswer } from '../answers.js';
import type { Bucketed } from '../bucketer.js';
import { NO_BUCKET } from '../draw.js';
import type { VariantFlag } from '../flag.js';
import type { EvaluationReason, FlagEvaluation } from '../flag-evaluation.js';
import type { Evaluator, Scope } from '../scope.js';
import type { SplitShare } from '../targeting/rule.js';
import { compileVariantDraw } from './variant-draw.js';

/** Serves each unit one of a flag's variants, by the weights of `shares`; all answers are built once. */
export function serveVariants(
  flag: VariantFlag,
  shares: readonly SplitShare[],
  bucketed: Bucketed,
  options: {
    readonly reason: EvaluationReason;
    readonly ruleId?: string | undefined;
    readonly noUnit: FlagEvaluation;
  },
  scope: Scope,
): Evaluator {
  const { reason, ruleId, noUnit } = options;
  const { allocation = 'ranges', sticky } = flag;
  const draw = compileVariantDraw({ shares, bucketed, allocation, sticky }, scope);
  const answers = shares.map(({ variant: name }) => {
    const declared = flag.variants.find((variant) => variant.name === name) ?? { name };
    return variantAnswer(flag.key, true, declared, reason, ruleId);
  });
  return (context) => {
    const index = draw(context);
    return index === NO_BUCKET ? noUnit : (answers[index] ?? noUnit);
  };
}
