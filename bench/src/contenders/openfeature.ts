import { randomUUID } from 'node:crypto';
import { type EvaluationContext, OpenFeature, TypedInMemoryProvider } from '@openfeature/server-sdk';
import type { BenchFlag } from '../flags/bench-flag.js';
import type { Contender } from './contender.js';

const noLogger = { error() {}, warn() {}, info() {}, debug() {} };

/** A flag of the in-memory provider; what depends on the user is a `contextEvaluator`, as its documentation shows. */
function definitionOf(flag: BenchFlag) {
  const onOff = { variants: { on: true, off: false }, defaultVariant: 'off', disabled: false } as const;
  switch (flag.kind) {
    case 'boolean':
      return [[flag.key, { ...onOff, defaultVariant: flag.enabled ? 'on' : 'off' }] as const];
    case 'user_list': {
      const users = new Set<unknown>(flag.users);
      const contextEvaluator = ({ targetingKey }: EvaluationContext) => (users.has(targetingKey) ? 'on' : 'off');
      return [[flag.key, { ...onOff, contextEvaluator }] as const];
    }
    case 'user_attribute': {
      const countries = new Set<unknown>([flag.attributes.country].flat());
      const plans = new Set<unknown>([flag.attributes.plan].flat());
      const contextEvaluator = ({ country, plan }: EvaluationContext) =>
        countries.has(country) && plans.has(plan) ? 'on' : 'off';
      return [[flag.key, { ...onOff, contextEvaluator }] as const];
    }
    default:
      return [];
  }
}

/** OpenFeature's own provider, so that the cost of its client is seen and no other product's evaluation. */
export const openfeature: Contender = {
  name: 'OpenFeature, in-memory provider',
  packages: ['@openfeature/server-sdk'],
  cannot: {
    percentage: 'the in-memory provider has no rollout',
    variant: 'the in-memory provider has no weights',
    time_window: 'the in-memory provider has no schedule',
  },

  async open(flags) {
    // Else it writes a line to the console for each unknown flag.
    OpenFeature.setLogger(noLogger);
    // The API is one for the process: with a domain, what is opened twice stays apart.
    const domain = randomUUID();
    await OpenFeature.setProviderAndWait(
      domain,
      new TypedInMemoryProvider(Object.fromEntries(flags.flatMap(definitionOf))),
    );
    const client = OpenFeature.getClient(domain);
    return {
      contextOf: ({ userId, country, plan }) =>
        ({ targetingKey: userId, country, plan }) satisfies EvaluationContext as never,
      isEnabled: (key, context: EvaluationContext, defaultValue) => client.getBooleanValue(key, defaultValue, context),
      getVariant: (key, context: EvaluationContext, defaultValue) => client.getStringValue(key, defaultValue, context),
      isAsync: true,
      close: () => OpenFeature.close(),
    };
  },
};
