import { StatsigServer, type StatsigUser } from 'statsig-node';
import type { BenchFlag } from '../flags/bench-flag.js';
import type { Contender } from './contender.js';

// Its experiments deal users into a thousand buckets.
const BUCKETS = 1000;

interface Condition {
  readonly type: string;
  readonly targetValue?: unknown;
  readonly operator?: string;
  readonly field?: string;
  readonly additionalValues?: object;
}

const everyone: Condition = { type: 'public' };

function ruleOf(id: string, conditions: readonly Condition[], passPercentage = 100, returnValue: unknown = true) {
  return {
    name: id,
    id,
    salt: id,
    idType: 'userID',
    groupName: id,
    passPercentage,
    returnValue,
    conditions: conditions.map((condition) => ({ idType: 'userID', ...condition })),
  };
}

/** The rules of a gate, or of an experiment for variants, as Statsig's `download_config_specs` delivers them. */
function rulesOf(flag: BenchFlag) {
  switch (flag.kind) {
    case 'boolean':
      return flag.enabled ? [ruleOf('everyone', [everyone])] : [];
    case 'percentage':
      return [ruleOf('rollout', [everyone], flag.percentage)];
    case 'user_list':
      return [ruleOf('users', [{ type: 'unit_id', operator: 'any', targetValue: flag.users }])];
    case 'user_attribute': {
      const conditions = Object.entries(flag.attributes).map(([field, values]) => ({
        type: 'user_field',
        field,
        operator: 'any',
        targetValue: [values].flat(),
      }));
      return [ruleOf('attributes', conditions)];
    }
    case 'variant': {
      const total = flag.variants.reduce((sum, { weight }) => sum + weight, 0);
      let sum = 0;
      return flag.variants.map(({ name, weight }) => {
        sum += weight;
        const bucket = {
          type: 'user_bucket',
          operator: 'lt',
          targetValue: Math.round((sum / total) * BUCKETS),
          additionalValues: { salt: flag.key },
        };
        return { ...ruleOf(name, [bucket], 100, { variant: name }), isExperimentGroup: true };
      });
    }
    default: {
      // "after" leaves out its own millisecond, in which the window is already open.
      const start = { type: 'current_time', operator: 'after', targetValue: Date.parse(flag.start) - 1 };
      const end = { type: 'current_time', operator: 'before', targetValue: Date.parse(flag.end) };
      return [ruleOf('window', [start, end])];
    }
  }
}

function specOf(flag: BenchFlag) {
  const common = { name: flag.key, salt: flag.key, enabled: true, idType: 'userID', rules: rulesOf(flag) };
  return flag.kind === 'variant'
    ? { ...common, type: 'dynamic_config', entity: 'experiment', isActive: true, defaultValue: {} }
    : { ...common, type: 'feature_gate', entity: 'feature_gate', defaultValue: false };
}

export const statsig: Contender = {
  name: 'Statsig',
  packages: ['statsig-node'],
  cannot: {},

  async open(flags) {
    const specs = flags.map(specOf);
    const server = new StatsigServer('secret-bench', {
      localMode: true,
      bootstrapValues: JSON.stringify({
        has_updates: true,
        time: Date.now(),
        feature_gates: specs.filter(({ type }) => type === 'feature_gate'),
        dynamic_configs: specs.filter(({ type }) => type === 'dynamic_config'),
        layer_configs: [],
      }),
      disableAllLogging: true,
      disableDiagnostics: true,
      disableRulesetsSync: true,
      disableIdListsSync: true,
      initStrategyForIDLists: 'none',
      initStrategyForIP3Country: 'none',
      // Its timer would outlive close().
      initTimeoutMs: 0,
    });
    await server.initializeAsync();
    return {
      contextOf: ({ userId, country, plan }) =>
        ({ userID: userId, country, custom: { plan } }) satisfies StatsigUser as never,
      // It takes no default: an unknown gate is off.
      isEnabled: (key, context: StatsigUser) => server.checkGate(context, key),
      getVariant: (key, context: StatsigUser, defaultValue) =>
        server.getExperiment(context, key).get('variant', defaultValue),
      isAsync: false,
      close: () => server.shutdownAsync(),
    };
  },
};
