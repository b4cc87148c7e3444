import { basicLogger, init, type LDContext } from '@launchdarkly/node-server-sdk';
import { TestData } from '@launchdarkly/node-server-sdk/integrations';
import type { BenchFlag } from '../flags/bench-flag.js';
import type { Contender } from './contender.js';

// A rollout's weights are thousandths of a per cent and sum to 100,000.
const WHOLE = 100_000;

const ON = 0;
const OFF = 1;

/** A flag of LaunchDarkly's data model, as its service delivers it. */
function definitionOf(flag: BenchFlag): readonly object[] {
  const common = { key: flag.key, version: 1, on: true, salt: flag.key, targets: [], rules: [] };
  const onOff = { ...common, variations: [true, false], offVariation: OFF, fallthrough: { variation: OFF } };
  switch (flag.kind) {
    case 'boolean':
      return [{ ...onOff, fallthrough: { variation: flag.enabled ? ON : OFF } }];
    case 'percentage': {
      const on = Math.round((flag.percentage / 100) * WHOLE);
      const variations = [
        { variation: ON, weight: on },
        { variation: OFF, weight: WHOLE - on },
      ];
      return [{ ...onOff, fallthrough: { rollout: { contextKind: 'user', variations } } }];
    }
    case 'user_list':
      return [{ ...onOff, targets: [{ variation: ON, values: flag.users }] }];
    case 'user_attribute': {
      const clauses = Object.entries(flag.attributes).map(([attribute, values]) => ({
        contextKind: 'user',
        attribute,
        op: 'in',
        values: [values].flat(),
      }));
      return [{ ...onOff, rules: [{ id: flag.key, variation: ON, clauses }] }];
    }
    case 'variant': {
      const total = flag.variants.reduce((sum, { weight }) => sum + weight, 0);
      const variations = flag.variants.map(({ weight }, variation) => ({
        variation,
        weight: Math.round((weight / total) * WHOLE),
      }));
      return [
        {
          ...common,
          variations: flag.variants.map(({ name }) => name),
          fallthrough: { rollout: { contextKind: 'user', variations } },
        },
      ];
    }
    default:
      return [];
  }
}

export const launchdarkly: Contender = {
  name: 'LaunchDarkly',
  packages: ['@launchdarkly/node-server-sdk'],
  cannot: { time_window: 'its operators compare an attribute of the user with a date, not the clock' },

  async open(flags) {
    const data = new TestData();
    for (const definition of flags.flatMap(definitionOf)) {
      await data.usePreconfiguredFlag(definition);
    }
    const client = init('sdk-key', {
      updateProcessor: data.getFactory(),
      sendEvents: false,
      logger: basicLogger({ level: 'none' }),
    });
    await client.waitForInitialization({ timeout: 10 });
    return {
      contextOf: ({ userId, country, plan }) =>
        ({ kind: 'user', key: userId, country, plan }) satisfies LDContext as never,
      isEnabled: (key, context: LDContext, defaultValue) => client.boolVariation(key, context, defaultValue),
      getVariant: (key, context: LDContext, defaultValue) => client.stringVariation(key, context, defaultValue),
      evaluateAll: async (context: LDContext) => Object.keys((await client.allFlagsState(context)).allValues()).length,
      isAsync: true,
      close: () => client.close(),
    };
  },
};
