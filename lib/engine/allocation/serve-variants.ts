import { variantAnswer } from '../compile/answers.js';
import type { VariantFlag } from '../flag.js';
import type { FlagContext } from '../flag-context.js';
import type { EvaluationReason, FlagEvaluation } from '../flag-evaluation.js';
import type { Scope } from '../compile/scope.js';
import type { SplitShare } from '../targeting/rule.js';
import type { CoverageOptions } from './coverage-options.js';
import { NOT_INCLUDED } from './no-variant.js';
import { compileVariantDraw } from './variant-draw.js';

/** The reason and rule id of the answers of a draw, and the answers that serve no variant. */
export interface ServeOptions<Miss> {
  readonly reason: EvaluationReason;
  readonly ruleId?: string | undefined;
  /** The answer if there is no unit. */
  readonly noUnit: Miss;
  /** The answer for units that are outside the coverage or excluded by their sticky version. */
  readonly outside: Miss;
}

/**
 * Serves each unit one of a flag's variants, in proportion to the weights of `shares`; all answers are built in
 * advance.
 */
export function serveVariants<Miss>(
  flag: VariantFlag,
  shares: readonly SplitShare[],
  bucketed: CoverageOptions,
  options: ServeOptions<Miss>,
  scope: Scope,
): (context: FlagContext) => FlagEvaluation | Miss {
  const { reason, ruleId, noUnit, outside } = options;
  const { allocation = 'ranges', sticky } = flag;
  const draw = compileVariantDraw({ shares, bucketed, allocation, sticky }, scope);
  const answers = shares.map(({ variant: name }) => {
    const declared = flag.variants.find((variant) => variant.name === name) ?? { name };
    return variantAnswer(flag.key, true, declared, reason, ruleId);
  });
  return (context) => {
    const index = draw(context);
    if (index >= 0) return answers[index] ?? noUnit; // V8 looks up a negative index by name
    return index === NOT_INCLUDED ? outside : noUnit;
  };
}

/** All variants of a flag with its own weights. */
export function sharesOf({ variants }: VariantFlag): SplitShare[] {
  return variants.map(({ name, weight }) => ({ variant: name, weight }));
}
