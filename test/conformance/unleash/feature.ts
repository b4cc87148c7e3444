import type { FlagDefinition } from '../../../lib/index.js';
import type { Catalogue } from './delta.js';
import { prerequisiteOf } from './dependency.js';
import { DISABLED, variantName, variantsOf } from './names.js';
import type { Feature } from './specification.js';
import { whenOf } from './strategy.js';
import { variantRules } from './variant.js';

/** Any strategy may turn a feature on, and one without strategies is on. Every feature can be asked for a variant. */
export function flagOf(feature: Feature, catalogue: Catalogue): FlagDefinition {
  const { enabled, dependencies = [], strategies = [] } = feature;
  const variants = variantsOf(feature).map((variant) => ({
    name: variantName(variant, feature),
    weight: variant.weight,
    value: variant.payload ?? null,
  }));
  const oneOrMore = strategies.length === 0 ? [{ name: 'default' }] : strategies;
  return {
    type: 'variant',
    enabled,
    prerequisites: dependencies.map((dependency) => prerequisiteOf(dependency, catalogue)),
    variants: [{ name: DISABLED, weight: 1 }, ...variants],
    rules: [
      ...oneOrMore.flatMap((strategy) => variantRules(whenOf(strategy, feature, catalogue), strategy, feature)),
      { serve: false },
    ],
  };
}
