import type { EvaluationContext } from '@openfeature/core';
import { FlagdCore } from '@openfeature/flagd-core';
import type { BenchFlag } from '../flags/bench-flag.js';
import type { Contender } from './contender.js';

// A weight is a whole number there; a thousandth of a per cent is the finest that a flag asks for.
const PER_CENT = 1000;

const variable = (name: string) => ({ var: name });
const seconds = (instant: string) => Date.parse(instant) / 1000;

/** A flag of a flagd file: JsonLogic with flagd's own operators. */
function definitionOf(flag: BenchFlag) {
  const onOff = { state: 'ENABLED', variants: { on: true, off: false }, defaultVariant: 'off' };
  const onIf = (...conditions: readonly unknown[]) => ({
    ...onOff,
    targeting: { if: [conditions.length === 1 ? conditions[0] : { and: conditions }, 'on', 'off'] },
  });
  switch (flag.kind) {
    case 'boolean':
      return { ...onOff, defaultVariant: flag.enabled ? 'on' : 'off' };
    case 'percentage': {
      const on = Math.round(flag.percentage * PER_CENT);
      const buckets = [
        ['on', on],
        ['off', 100 * PER_CENT - on],
      ];
      return { ...onOff, targeting: { fractional: buckets } };
    }
    case 'user_list':
      return onIf({ in: [variable('targetingKey'), flag.users] });
    case 'user_attribute':
      return onIf(
        ...Object.entries(flag.attributes).map(([name, values]) => ({ in: [variable(name), [values].flat()] })),
      );
    case 'variant':
      return {
        state: 'ENABLED',
        variants: Object.fromEntries(flag.variants.map(({ name }) => [name, name])),
        defaultVariant: flag.variants[0]?.name,
        targeting: {
          fractional: flag.variants.map(({ name, weight }) => [name, Math.round(weight * PER_CENT)]),
        },
      };
    default:
      // Whole seconds are all that flagd gives a rule of the time.
      return onIf(
        { '>=': [variable('$flagd.timestamp'), seconds(flag.start)] },
        { '<': [variable('$flagd.timestamp'), seconds(flag.end)] },
      );
  }
}

/** flagd's evaluation without its daemon, and without the OpenFeature client in front. */
export const flagd: Contender = {
  name: 'flagd-core',
  packages: ['@openfeature/flagd-core', '@openfeature/core'],
  cannot: {},

  async open(flags) {
    const core = new FlagdCore();
    core.setConfigurations(
      JSON.stringify({ flags: Object.fromEntries(flags.map((flag) => [flag.key, definitionOf(flag)])) }),
    );
    return {
      contextOf: ({ userId, country, plan }) =>
        ({ targetingKey: userId, country, plan }) satisfies EvaluationContext as never,
      isEnabled: (key, context: EvaluationContext, defaultValue) =>
        core.resolveBooleanEvaluation(key, defaultValue, context).value,
      getVariant: (key, context: EvaluationContext, defaultValue) =>
        core.resolveStringEvaluation(key, defaultValue, context).value,
      evaluateAll: (context: EvaluationContext) => core.resolveAll(context).length,
      isAsync: false,
      close() {},
    };
  },
};
