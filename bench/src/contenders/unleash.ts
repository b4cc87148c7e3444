import { once } from 'node:events';
import { type Context, InMemStorageProvider, Unleash } from 'unleash-client';
import { type Constraint, Operator } from 'unleash-client/lib/strategy/strategy.js';
import type { BenchFlag } from '../flags/bench-flag.js';
import type { Contender } from './contender.js';

// The weights of variants sum to a thousand.
const WHOLE = 1000;

const contextIs = (contextName: string, values: string | readonly string[]): Constraint => ({
  contextName,
  operator: Operator.IN,
  inverted: false,
  values: [values].flat(),
});

const before = (instant: string, inverted: boolean): Constraint => ({
  contextName: 'currentTime',
  operator: Operator.DATE_BEFORE,
  inverted,
  values: [],
  value: instant,
});

/** The one strategy of a flag, as Unleash's client API delivers it. */
function strategyOf(flag: BenchFlag) {
  const standard = { name: 'default', parameters: {}, constraints: [] };
  const rollout = (percentage: number) => ({
    name: 'flexibleRollout',
    parameters: { rollout: String(percentage), stickiness: 'userId', groupId: flag.key },
    constraints: [],
  });
  switch (flag.kind) {
    case 'boolean':
      return standard;
    case 'percentage':
      return rollout(flag.percentage);
    case 'user_list':
      // Its strategy userWithId is deprecated for this, and splits a joined text anew each time.
      return { ...standard, constraints: [contextIs('userId', flag.users)] };
    case 'user_attribute':
      return {
        ...standard,
        constraints: Object.entries(flag.attributes).map(([name, values]) => contextIs(name, values)),
      };
    case 'variant': {
      const total = flag.variants.reduce((sum, { weight }) => sum + weight, 0);
      const variants = flag.variants.map(({ name, weight }) => ({
        name,
        weight: Math.round((weight / total) * WHOLE),
        stickiness: 'userId',
      }));
      return { ...rollout(100), variants };
    }
    default:
      // A window begins at its start, and DATE_AFTER only after it.
      return { ...standard, constraints: [before(flag.start, true), before(flag.end, false)] };
  }
}

export const unleash: Contender = {
  name: 'Unleash',
  packages: ['unleash-client'],
  cannot: {},

  async open(flags) {
    const client = new Unleash({
      appName: 'bench',
      // Required, and never called: no refresh and no metrics.
      url: 'http://localhost:4242/api',
      refreshInterval: 0,
      disableMetrics: true,
      storageProvider: new InMemStorageProvider(),
      skipInstanceCountWarning: true,
      bootstrap: {
        data: flags.map((flag) => ({
          name: flag.key,
          enabled: flag.kind !== 'boolean' || flag.enabled,
          strategies: [strategyOf(flag)],
        })),
      },
    });
    await once(client, 'ready');
    return {
      contextOf: ({ userId, country, plan }) => ({ userId, properties: { country, plan } }) satisfies Context as never,
      isEnabled: (key, context: Context, defaultValue) => client.isEnabled(key, context, defaultValue),
      getVariant: (key, context: Context, defaultValue) =>
        client.getVariant(key, context, { name: defaultValue, enabled: false }).name,
      isAsync: false,
      close: () => client.destroy(),
    };
  },
};
