import { describe, expect, it, jest } from '@jest/globals';
import type { BucketDraw, Bucketer } from '../../../../../lib/engine/allocation/bucketer.js';
import { parseFlags } from '../../../../../lib/engine/parse/parse-flag.js';
import { checkDefinitions } from '../../../../../lib/engine/targeting/check/check-definitions.js';
import { inconsistenciesOf, ruled } from './inconsistencies.js';

function unregistered(what: string, name: string, option: string): string {
  return `names the ${what} "${name}", which is not registered: add it to the option "${option}"`;
}

/** An extension that refuses whatever it is given. */
function refusing(words: string) {
  return () => {
    throw new TypeError(words);
  };
}

const first: Bucketer = () => () => 0;

function between(step: number, name: string): string {
  return `must be a multiple of ${step}, the step of the bucketer "${name}": round it, or declare a smaller "step" for the bucketer`;
}

const onlySeven: Bucketer = ({ parameters }) => {
  if (parameters !== 7) throw new TypeError('needs 7');
  return () => 0;
};

function isNear(value: string): object {
  return ruled({ attribute: 'position', op: 'custom:near', value });
}

describe('A registered extension', () => {
  const near = { attribute: 'position', op: 'custom:near', value: [52.5, 13.4] };

  it('must be registered under the name that a definition uses', () => {
    const flags = {
      search: ruled({ any: [{ not: near }] }),
      sale: {
        type: 'percentage',
        percentage: 10,
        bucketer: 'legacy',
        rules: [{ rollout: { percentage: 5, bucketer: 'md5' } }],
      },
      gift: { type: 'custom', strategy: 'lottery' },
    };
    expect(inconsistenciesOf(flags, { vip: { rules: [{ rollout: { percentage: 5, bucketer: 'md5' } }] } })).toEqual([
      `flag search.rules[0].when.any[0].not.op: ${unregistered('operator', 'near', 'operators')}`,
      `flag sale.bucketer: ${unregistered('bucketer', 'legacy', 'bucketers')}`,
      `flag sale.rules[0].rollout.bucketer: ${unregistered('bucketer', 'md5', 'bucketers')}`,
      `flag gift.strategy: ${unregistered('strategy', 'lottery', 'strategies')}`,
      `segment vip.rules[0].rollout.bucketer: ${unregistered('bucketer', 'md5', 'bucketers')}`,
    ]);
    const extensions = {
      operators: { near: () => () => true },
      bucketers: { legacy: () => () => 0, md5: () => () => 0 },
      strategies: { lottery: () => () => true },
    };
    expect(inconsistenciesOf(flags, {}, extensions)).toStrictEqual([]);
  });

  it('is not looked up among the properties of Object.prototype', () => {
    const flags = {
      sale: { type: 'percentage', percentage: 10, bucketer: 'toString' },
      gift: { type: 'custom', strategy: 'hasOwnProperty' },
      search: ruled({ ...near, op: 'custom:toString' }),
    };
    const none = { operators: {}, bucketers: {}, strategies: {} };
    expect(inconsistenciesOf(flags, {}, none)).toHaveLength(3);
    expect(inconsistenciesOf(flags)).toHaveLength(3);
  });

  it('is checked once for a definition that it accepts, and each time for one that it rejects', () => {
    const asked: unknown[] = [];
    const counting = (values: readonly unknown[]) => {
      asked.push(values[0]);
      if (values[0] === 'nowhere') throw new TypeError('needs a place');
      return () => true;
    };
    const definitions = {
      flags: parseFlags({ search: isNear('Berlin'), sale: isNear('nowhere') }),
      segments: new Map(),
    };
    const extensions = { operators: { near: counting } };
    expect([1, 2, 3].map(() => checkDefinitions(definitions, extensions).map(({ key }) => key))).toEqual([
      ['sale'],
      ['sale'],
      ['sale'],
    ]);
    expect(asked).toEqual(['Berlin', 'nowhere', 'nowhere', 'nowhere']);
    checkDefinitions(definitions, { operators: { near: counting } }); // of another application
    expect(asked.slice(4)).toEqual(['Berlin', 'nowhere']);
  });

  it('may reject its parameters with its own message', () => {
    const extensions = {
      operators: { near: refusing('needs a radius') },
      strategies: { lottery: refusing('needs a prize') },
    };
    expect(
      inconsistenciesOf({ search: ruled(near), gift: { type: 'custom', strategy: 'lottery' } }, {}, extensions),
    ).toEqual([
      'flag search.rules[0].when.op: is rejected by it: needs a radius',
      'flag gift.strategy: is rejected by it: needs a prize',
    ]);
  });

  it('receives its operands and parameters, and must return a function', () => {
    const given: unknown[] = [];
    const keep = (...all: readonly unknown[]) => {
      given.push(all[0]);
      return undefined as never;
    };
    const gift = { type: 'custom', strategy: 'lottery', parameters: { prize: 'book' } };
    const extensions = { operators: { near: keep }, strategies: { lottery: keep } };
    const nothing = 'is registered, but returns no function';
    expect(inconsistenciesOf({ search: ruled(near), gift }, {}, extensions)).toEqual([
      `flag search.rules[0].when.op: ${nothing}`,
      `flag gift.strategy: ${nothing}`,
    ]);
    expect(given).toEqual([[[52.5, 13.4]], { prize: 'book' }]);
  });

  it('is rejected if it is async by mistake, and does not end the process when its promise is rejected', () => {
    const rejected = Promise.reject(new TypeError('needs a radius'));
    const caught = jest.spyOn(rejected, 'catch');
    const asyncByMistake = () => rejected as never;
    const extensions = {
      operators: { near: asyncByMistake },
      bucketers: { md5: asyncByMistake },
      strategies: { lottery: asyncByMistake },
    };
    const flags = {
      search: ruled(near),
      sale: { type: 'percentage', percentage: 10, bucketer: 'md5' },
      gift: { type: 'custom', strategy: 'lottery' },
    };
    const nothing = 'is registered, but returns no function';
    expect(inconsistenciesOf(flags, {}, extensions)).toEqual([
      `flag search.rules[0].when.op: ${nothing}`,
      `flag sale.bucketer: ${nothing}`,
      `flag gift.strategy: ${nothing}`,
    ]);
    expect(caught).toHaveBeenCalledTimes(3);
  });

  it('receives each draw that its definition makes, with its parameters', () => {
    const draws: BucketDraw[] = [];
    const md5: Bucketer = (draw) => {
      draws.push(draw);
      return () => 0;
    };
    const halves = [
      { name: 'light', weight: 1 },
      { name: 'dark', weight: 2 },
    ];
    const bucketer = { name: 'md5', parameters: { seed: 7 } };
    const split = [{ variant: 'light', weight: 5 }];
    const flags = {
      sale: { type: 'percentage', percentage: 10, bucketer: 'md5', salt: 'summer' },
      theme: { type: 'variant', variants: halves, bucketer, rules: [{ serve: { split, bucketer: 'md5' } }] },
    };
    const segments = { vip: { rules: [{ rollout: { percentage: 5, bucketer } }] } };
    expect(inconsistenciesOf(flags, segments, { bucketers: { md5 } })).toStrictEqual([]);
    expect(draws).toEqual([
      { key: 'sale', salt: 'summer', purpose: 'rollout', total: 100 },
      { key: 'theme', salt: 'theme', purpose: 'variant', total: 3, parameters: { seed: 7 } },
      { key: 'theme', salt: 'theme', purpose: 'variant', total: 5 },
      { key: 'vip', salt: 'vip', purpose: 'rollout', total: 100, parameters: { seed: 7 } },
    ]);
  });

  it('may reject the parameters of a bucketer, which is reported with their path', () => {
    const bucketer = { name: 'md5', parameters: 8 };
    const flags = {
      sale: { type: 'percentage', percentage: 10, bucketer: { name: 'md5', parameters: 7 } },
      search: { type: 'percentage', percentage: 10, bucketer },
      theme: { type: 'variant', variants: [{ name: 'light', weight: 1 }], bucketer: 'md5' },
    };
    const segments = { vip: { rules: [{ not: { rollout: { percentage: 5, bucketer } } }] } };
    expect(inconsistenciesOf(flags, segments, { bucketers: { md5: onlySeven } })).toEqual([
      'flag search.bucketer.parameters: is rejected by it: needs 7',
      'flag theme.bucketer: is rejected by it: needs 7',
      'segment vip.rules[0].not.rollout.bucketer.parameters: is rejected by it: needs 7',
    ]);
  });

  it('accepts percentages in the step that a bucketer declares, by default that of the built-in hash', () => {
    const bucketers = { plain: first, fine: { step: 0.000_001, create: first }, coarse: { step: 1, create: first } };
    const steps = [
      { at: '2026-11-27T00:00:00Z', percentage: 0.0001 },
      { at: '2026-11-28T00:00:00Z', percentage: 33.333 },
    ];
    const flags = Object.fromEntries(
      Object.keys(bucketers).map((bucketer) => [
        bucketer,
        { type: 'percentage', percentage: 0.0001, bucketer, rules: [{ rollout: { percentage: { steps }, bucketer } }] },
      ]),
    );
    expect(inconsistenciesOf(flags, {}, { bucketers })).toEqual([
      `flag plain.percentage: ${between(0.001, 'plain')}`,
      `flag plain.rules[0].rollout.percentage.steps[0].percentage: ${between(0.001, 'plain')}`,
      `flag coarse.percentage: ${between(1, 'coarse')}`,
      `flag coarse.rules[0].rollout.percentage.steps[0].percentage: ${between(1, 'coarse')}`,
      `flag coarse.rules[0].rollout.percentage.steps[1].percentage: ${between(1, 'coarse')}`,
    ]);
  });

  it('may throw any value', () => {
    const strategies = {
      lottery: () => {
        throw 'a text'; // eslint-disable-line no-throw-literal
      },
    };
    expect(inconsistenciesOf({ gift: { type: 'custom', strategy: 'lottery' } }, {}, { strategies })).toEqual([
      'flag gift.strategy: is rejected by it: it threw a value that is not an Error',
    ]);
  });
});
