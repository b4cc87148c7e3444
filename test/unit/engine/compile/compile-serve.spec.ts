import { describe, expect, it } from '@jest/globals';
import { sharesOf } from '../../../../lib/engine/allocation/serve-variants.js';
import { compileServe, type Serve } from '../../../../lib/engine/compile/compile-serve.js';
import type { FlagEvaluation } from '../../../../lib/engine/flag-evaluation.js';
import type { VariantFlag } from '../../../../lib/engine/flag.js';
import { parseFlag } from '../../../../lib/engine/parse/parse-flag.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { scopeOf } from '../scopes.js';

const search = parseFlag('search', shopFlags.search) as VariantFlag;
const catalogue = parseFlag('search', true);
const noUnit: FlagEvaluation = {
  key: 'search',
  enabled: false,
  variant: undefined,
  value: 'nobody',
  reason: 'no_bucketing_key',
};

function served(serve: Serve, flag: typeof search | typeof catalogue | undefined, userId?: string) {
  const options = { reason: 'override', noUnit, outside: noUnit } as const;
  return compileServe(serve, 'search', flag, options, scopeOf('search'))?.({ userId });
}

/** What 100 users get in all. */
function variantsOf(serve: Serve): (string | undefined)[] {
  const users = Array.from({ length: 100 }, (_, i) => `user-${i}`);
  return [...new Set(users.map((userId) => served(serve, search, userId)?.variant))].toSorted();
}

describe('What an override or rule serves', () => {
  it.each<[string, Serve, typeof search | undefined, object | undefined]>([
    ['on, of an unknown flag', { enabled: true }, undefined, { enabled: true, value: true }],
    ['off, of an unknown flag', { enabled: false }, undefined, { enabled: false, value: false }],
    ['off, of a variant flag', { enabled: false }, search, { enabled: false, variant: 'classic', value: 'classic' }],
    ['a variant', { variant: 'semantic' }, search, { enabled: true, variant: 'semantic', value: 'semantic' }],
    ['a variant that the flag does not have', { variant: 'psychic' }, search, undefined],
    ['a variant of an unknown flag', { variant: 'semantic' }, undefined, undefined],
    ['a value of a variant flag', { value: [1] }, search, { enabled: true, variant: undefined, value: [1] }],
    ['null, of an unknown flag', { value: null }, undefined, { enabled: false, value: null }],
    ['a split of an unknown flag', { split: [{ variant: 'classic', weight: 1 }] }, undefined, undefined],
  ])('is %s', (_, serve, flag, expected) => {
    const answer = served(serve, flag, 'ada');
    if (expected === undefined) expect(answer).toBeUndefined();
    else expect(answer).toEqual({ key: 'search', variant: undefined, reason: 'override', ...expected });
  });

  it("is a draw of the flag's own variants when it is on, and a draw of some of them when it is a split", () => {
    expect(variantsOf({ enabled: true })).toEqual(['classic', 'instant', 'semantic']);
    expect(variantsOf({ split: [{ variant: 'instant', weight: 1 }] })).toEqual(['instant']);
  });

  it('is the given answer when a draw has no unit', () => {
    expect(served({ enabled: true }, search)).toBe(noUnit);
    expect(served({ split: [{ variant: 'instant', weight: 1 }] }, search)).toBe(noUnit);
  });

  it('is no variant if the flag has none', () => {
    expect(served({ variant: 'classic' }, catalogue)).toBeUndefined();
    expect(served({ split: [{ variant: 'classic', weight: 1 }] }, catalogue)).toBeUndefined();
  });

  it('names the rule that decided', () => {
    const options = { reason: 'rule_match', ruleId: 'gold', noUnit, outside: noUnit } as const;
    for (const serve of [{ enabled: true }, { enabled: false }, { variant: 'instant' }, { value: 1 }] as const) {
      const answer = compileServe(serve, 'search', search, options, scopeOf('search'))?.({ userId: 'ada' });
      expect(answer).toMatchObject({ reason: 'rule_match', ruleId: 'gold' });
    }
  });
});

describe('The shares of a variant flag', () => {
  it('are its own weights', () => {
    expect(sharesOf(search)).toEqual([
      { variant: 'classic', weight: 50 },
      { variant: 'instant', weight: 30 },
      { variant: 'semantic', weight: 20 },
    ]);
  });
});
