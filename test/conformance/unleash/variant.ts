import type { FlagEvaluation } from '../../../lib/index.js';
import type { Condition } from '../../../lib/engine/targeting/condition.js';
import type { Rule, SplitShare } from '../../../lib/engine/targeting/rule.js';
import { oneOf } from '../conditions.js';
import { DISABLED, unleashName, variantName } from './names.js';
import type { Feature, Payload, Strategy, Variant, VariantAnswer } from './specification.js';
import { variantUnitAttributes } from './stickiness.js';
import { groupOf } from './strategy.js';

/** What a strategy serves when it holds: its own variants, else the feature's, else none of them. */
export function variantRules(when: Condition, strategy: Strategy, feature: Feature): Rule[] {
  const { variants: own = [] } = strategy;
  if (hasWeight(own)) {
    return draws(when, own, feature, {
      salt: groupOf(strategy, feature),
      inherited: strategy.parameters?.['stickiness'],
    });
  }
  const { variants = [] } = feature;
  return hasWeight(variants)
    ? draws(when, variants, feature, { salt: feature.name })
    : [{ when, serve: { variant: DISABLED } }];
}

/** How Unleash would say what was served. */
export function variantAnswer({ enabled, variant, value }: FlagEvaluation): VariantAnswer {
  if (variant === undefined || variant === DISABLED)
    return { name: DISABLED, enabled: false, feature_enabled: enabled };
  return {
    name: unleashName(variant),
    ...(value === null ? {} : { payload: value as Payload }),
    enabled: true,
    feature_enabled: enabled,
  };
}

/** Overrides come before the draw. */
function draws(
  when: Condition,
  variants: readonly Variant[],
  feature: Feature,
  { salt, inherited = 'default' }: { readonly salt: string; readonly inherited?: string | undefined },
): Rule[] {
  const stickiness = variants[0]?.stickiness ?? inherited;
  const split = variants.map((each): SplitShare => ({ variant: variantName(each, feature), weight: each.weight }));
  const bucketBy = variantUnitAttributes(stickiness);
  return [
    ...variants.flatMap((variant) => overrideRules(when, variant, feature)),
    { when, serve: { split, bucketBy, salt, bucketer: 'unleash' } },
  ];
}

function overrideRules(when: Condition, variant: Variant, feature: Feature): Rule[] {
  return (variant.overrides ?? []).map(({ contextName, values }) => ({
    when: { all: [when, oneOf(contextName, values)] },
    serve: { variant: variantName(variant, feature) },
  }));
}

function hasWeight(variants: readonly Variant[]): boolean {
  return variants.some(({ weight }) => weight > 0);
}
