import { type FeatureDefinition, GrowthBookClient, type UserContext } from '@growthbook/growthbook';
import type { BenchFlag } from '../flags/bench-flag.js';
import type { Contender } from './contender.js';

/** A feature of GrowthBook's payload, with the hash (version 2) that its application writes today. */
function definitionOf(flag: BenchFlag): readonly (readonly [string, FeatureDefinition])[] {
  switch (flag.kind) {
    case 'boolean':
      return [[flag.key, { defaultValue: flag.enabled }]];
    case 'percentage': {
      const rule = { force: true, coverage: flag.percentage / 100, hashAttribute: 'id', hashVersion: 2 };
      return [[flag.key, { defaultValue: false, rules: [rule] }]];
    }
    case 'user_list': {
      const rule = { force: true, condition: { id: { $in: [...flag.users] } } };
      return [[flag.key, { defaultValue: false, rules: [rule] }]];
    }
    case 'user_attribute': {
      const condition = Object.fromEntries(
        Object.entries(flag.attributes).map(([name, values]) => [name, { $in: [values].flat() }]),
      );
      return [[flag.key, { defaultValue: false, rules: [{ force: true, condition }] }]];
    }
    case 'variant': {
      const total = flag.variants.reduce((sum, { weight }) => sum + weight, 0);
      const rule = {
        key: flag.key,
        variations: flag.variants.map(({ name }) => name),
        weights: flag.variants.map(({ weight }) => weight / total),
        hashAttribute: 'id',
        hashVersion: 2,
      };
      return [[flag.key, { rules: [rule] }]];
    }
    default:
      return [];
  }
}

export const growthbook: Contender = {
  name: 'GrowthBook',
  packages: ['@growthbook/growthbook'],
  cannot: { time_window: 'its server rewrites the payload at the time; the SDK compares no clock' },

  async open(flags) {
    const client = new GrowthBookClient().initSync({
      payload: { features: Object.fromEntries(flags.flatMap(definitionOf)) },
    });
    return {
      contextOf: ({ userId, country, plan }) =>
        ({ attributes: { id: userId, country, plan } }) satisfies UserContext as never,
      // isOn() is one word shorter, but takes no default.
      isEnabled: (key, context: UserContext, defaultValue) =>
        client.getFeatureValue<boolean>(key, defaultValue, context),
      getVariant: (key, context: UserContext, defaultValue) =>
        client.getFeatureValue<string>(key, defaultValue, context),
      isAsync: false,
      close: () => client.destroy(),
    };
  },
};
