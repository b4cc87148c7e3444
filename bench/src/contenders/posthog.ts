import { type FlagEvaluationOptions, PostHog, type PostHogFeatureFlag } from 'posthog-node';
import type { BenchFlag } from '../flags/bench-flag.js';
import type { Contender } from './contender.js';

interface Asker {
  readonly distinctId: string;
  readonly options: FlagEvaluationOptions;
}

type Filters = NonNullable<PostHogFeatureFlag['filters']>;

const personIs = (key: string, values: string | readonly string[]) => ({
  key,
  type: 'person',
  operator: 'exact',
  value: [values].flat(),
});

/** The conditions of a flag, as PostHog's local evaluation reads them. Without a percentage it is all, and nothing is hashed. */
function filtersOf(flag: BenchFlag): Filters | undefined {
  switch (flag.kind) {
    case 'boolean':
      return { groups: [{ properties: [] }] };
    case 'percentage':
      return { groups: [{ properties: [], rollout_percentage: flag.percentage }] };
    case 'user_list':
      return { groups: [{ properties: [personIs('distinct_id', flag.users)] }] };
    case 'user_attribute': {
      const properties = Object.entries(flag.attributes).map(([name, values]) => personIs(name, values));
      return { groups: [{ properties }] };
    }
    case 'variant': {
      const total = flag.variants.reduce((sum, { weight }) => sum + weight, 0);
      const variants = flag.variants.map(({ name, weight }) => ({
        key: name,
        rollout_percentage: (weight / total) * 100,
      }));
      return { groups: [{ properties: [] }], multivariate: { variants } };
    }
    default:
      return undefined;
  }
}

function definitionOf(flag: BenchFlag, index: number): readonly PostHogFeatureFlag[] {
  const filters = filtersOf(flag);
  if (filters === undefined) return [];
  return [
    {
      id: index + 1,
      name: flag.key,
      key: flag.key,
      filters,
      active: flag.kind !== 'boolean' || flag.enabled,
      deleted: false,
      rollout_percentage: null,
      ensure_experience_continuity: false,
      experiment_set: [],
    },
  ];
}

export const posthog: Contender = {
  name: 'PostHog, local evaluation',
  packages: ['posthog-node'],
  cannot: { time_window: 'its date operators compare a property of the person, not the clock' },

  async open(flags) {
    const definitions = { flags: flags.flatMap(definitionOf), groupTypeMapping: {}, cohorts: {} };
    const client = new PostHog('phc_bench', {
      flagDefinitionCacheProvider: {
        getFlagDefinitions: () => definitions,
        shouldFetchFlagDefinitions: () => false,
        onFlagDefinitionsReceived() {},
        shutdown() {},
      },
      strictLocalEvaluation: true,
      featureFlagsPollingInterval: null,
      fetch: () => Promise.reject(new Error('The bench is offline.')),
    });
    await client.waitForLocalEvaluationReady();
    // For one flag: isFeatureEnabled() is deprecated, and evaluateFlags() is for a request's flags at once.
    const ask = (key: string, { distinctId, options }: Asker) => client.getFeatureFlagResult(key, distinctId, options);
    return {
      contextOf: ({ userId, country, plan }) =>
        ({
          distinctId: userId,
          options: { personProperties: { country, plan }, sendFeatureFlagEvents: false },
        }) satisfies Asker as never,
      isEnabled: async (key, context: Asker, defaultValue) => (await ask(key, context))?.enabled ?? defaultValue,
      getVariant: async (key, context: Asker, defaultValue) => (await ask(key, context))?.variant ?? defaultValue,
      evaluateAll: async ({ distinctId, options }: Asker) =>
        Object.keys(await client.getAllFlags(distinctId, options)).length,
      isAsync: true,
      close: () => client.shutdown(),
    };
  },
};
