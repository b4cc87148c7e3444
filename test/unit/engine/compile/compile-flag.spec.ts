import { describe, expect, it } from '@jest/globals';
import type { FlagType } from '../../../../lib/engine/flag.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { compiled } from '../compiled.js';

const during = Date.parse('2026-11-28T12:00:00Z');
const ada = { userId: 'ada', userAttributes: { plan: 'gold', country: 'DE' }, timestamp: during };

const onForAda = {
  boolean: { type: 'boolean' },
  percentage: { type: 'percentage', percentage: 100 },
  user_list: shopFlags.early_access,
  user_attribute: shopFlags.premium,
  time_based: shopFlags.sale,
  variant: shopFlags.theme,
  custom: { type: 'custom', strategy: 'everybody' },
} satisfies Record<FlagType, object>;

const reasons = {
  boolean: 'enabled',
  percentage: 'percentage_rollout',
  user_list: 'user_list',
  user_attribute: 'attribute_match',
  time_based: 'time_window',
  variant: 'variant',
  custom: 'custom',
} satisfies Record<FlagType, string>;

const types = Object.keys(onForAda) as FlagType[];

describe('compileFlag', () => {
  it.each(types)('gives a %s flag its own strategy', (type) => {
    expect(compiled('new_checkout', onForAda[type])(ada)).toMatchObject({
      key: 'new_checkout',
      enabled: true,
      reason: reasons[type],
    });
  });

  it.each(types)('lets the master switch turn a %s flag off for everyone', (type) => {
    const evaluate = compiled('new_checkout', { ...onForAda[type], enabled: false }, during);
    for (const context of [ada, {}, { sessionId: 's-1' }]) {
      expect(evaluate(context)).toStrictEqual({
        key: 'new_checkout',
        enabled: false,
        variant: undefined,
        value: type === 'variant' ? undefined : false,
        reason: 'disabled',
      });
    }
  });

  it('reads the shorthand `false` as a boolean flag that is off', () => {
    expect(compiled('catalogue', false)(ada)).toStrictEqual({
      key: 'catalogue',
      enabled: false,
      variant: undefined,
      value: false,
      reason: 'disabled',
    });
  });

  it('serves the default variant, with its value, when the master switch is off', () => {
    const evaluate = compiled('theme', { ...shopFlags.theme, enabled: false, defaultVariant: 'dark' });
    expect(evaluate(ada)).toStrictEqual({
      key: 'theme',
      enabled: false,
      variant: 'dark',
      value: { background: '#000', rounded: false },
      reason: 'disabled',
    });
    expect(Object.isFrozen(evaluate(ada))).toBe(true);
  });

  it('shares the answer of a flag that is off', () => {
    const evaluate = compiled('catalogue', false);
    expect(evaluate(ada)).toBe(evaluate({}));
  });
});
