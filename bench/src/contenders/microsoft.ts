import { ConfigurationObjectFeatureFlagProvider, FeatureManager } from '@microsoft/feature-management';
import type { BenchFlag } from '../flags/bench-flag.js';
import type { Contender } from './contender.js';

interface TargetingContext {
  readonly userId: string;
  readonly groups: string[];
}

const groupOf = (attribute: string, value: string) => `${attribute}:${value}`;

const targeting = (audience: object) => ({
  name: 'Microsoft.Targeting',
  parameters: { Audience: { DefaultRolloutPercentage: 0, ...audience } },
});

/** A flag of Microsoft's feature management schema. */
function definitionOf(flag: BenchFlag): object {
  const id = flag.key;
  switch (flag.kind) {
    case 'boolean':
      return { id, enabled: flag.enabled };
    case 'percentage': {
      const filter = targeting({ DefaultRolloutPercentage: flag.percentage });
      return { id, enabled: true, conditions: { client_filters: [filter] } };
    }
    case 'user_list':
      return { id, enabled: true, conditions: { client_filters: [targeting({ Users: flag.users })] } };
    case 'user_attribute': {
      // It knows no attributes but groups, so each value is a group; one filter for each attribute, of which all must hold.
      const filters = Object.entries(flag.attributes).map(([attribute, values]) =>
        targeting({
          Groups: [values].flat().map((value) => ({ Name: groupOf(attribute, value), RolloutPercentage: 100 })),
        }),
      );
      return { id, enabled: true, conditions: { requirement_type: 'All', client_filters: filters } };
    }
    case 'variant': {
      const total = flag.variants.reduce((sum, { weight }) => sum + weight, 0);
      let sum = 0;
      const percentile = flag.variants.map(({ name, weight }) => {
        const from = (sum / total) * 100;
        sum += weight;
        return { variant: name, from, to: (sum / total) * 100 };
      });
      const variants = flag.variants.map(({ name }) => ({ name }));
      return { id, enabled: true, variants, allocation: { percentile } };
    }
    default: {
      const filter = { name: 'Microsoft.TimeWindow', parameters: { Start: flag.start, End: flag.end } };
      return { id, enabled: true, conditions: { client_filters: [filter] } };
    }
  }
}

export const microsoft: Contender = {
  name: 'Microsoft Feature Management',
  packages: ['@microsoft/feature-management'],
  cannot: {},

  async open(flags) {
    const manager = new FeatureManager(
      new ConfigurationObjectFeatureFlagProvider({
        feature_management: { feature_flags: flags.map(definitionOf) },
      }),
    );
    return {
      contextOf: ({ userId, country, plan }) =>
        ({
          userId,
          groups: [groupOf('country', country), groupOf('plan', plan)],
        }) satisfies TargetingContext as never,
      // It takes no default: an unknown flag is off.
      isEnabled: (key, context: TargetingContext) => manager.isEnabled(key, context),
      getVariant: async (key, context: TargetingContext, defaultValue) =>
        (await manager.getVariant(key, context))?.name ?? defaultValue,
      isAsync: true,
      close() {},
    };
  },
};
