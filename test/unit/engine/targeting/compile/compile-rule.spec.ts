import { describe, expect, it } from '@jest/globals';
import { BucketPurpose } from '../../../../../lib/engine/allocation/bucket.js';
import { shopFlags } from '../../../../fixtures/shop-flags.js';
import { compiled } from '../../compiled.js';
import { unitsOfBuckets } from '../../units-of-buckets.js';
import { checkout, theme, themed } from './ruled-flags.js';

const planIs = (value: string) => ({ attribute: 'plan', op: 'equals', value });
const onPlan = (plan: string, userId?: string) => ({ userId, userAttributes: { plan } });
/** A tenth of the gold plan, then all others. */
function goldFirst(onMiss?: string): object[] {
  return [
    { id: 'gold', when: planIs('gold'), rollout: { percentage: 10 }, onMiss },
    { id: 'others', serve: { value: 'old' } },
  ];
}

describe('The rules of a flag', () => {
  it('are evaluated in order: the first that matches decides, and is named', () => {
    const evaluate = checkout([
      { id: 'staff', when: { attribute: 'role', op: 'equals', value: 'staff' }, serve: false },
      { id: 'gold', when: planIs('gold'), serve: true },
      { id: 'everybody', serve: false },
    ]);
    expect(evaluate({ userAttributes: { role: 'staff', plan: 'gold' } })).toMatchObject({
      enabled: false,
      ruleId: 'staff',
    });
    expect(evaluate(onPlan('gold'))).toStrictEqual({
      key: 'checkout',
      enabled: true,
      variant: undefined,
      value: true,
      reason: 'rule_match',
      ruleId: 'gold',
    });
    expect(evaluate({})).toMatchObject({ enabled: false, reason: 'rule_match', ruleId: 'everybody' });
  });

  it('are named by their position when they have no id', () => {
    const evaluate = checkout([{ when: planIs('gold') }, { id: 'named', when: planIs('silver') }, {}]);
    expect([onPlan('gold'), onPlan('silver'), {}].map((context) => evaluate(context).ruleId)).toEqual([
      'rule-1',
      'named',
      'rule-3',
    ]);
  });

  it('fall back to `otherwise` when none matches', () => {
    const rules = [{ when: planIs('gold') }];
    expect(checkout(rules, false)({})).toStrictEqual({
      key: 'checkout',
      enabled: false,
      variant: undefined,
      value: false,
      reason: 'no_rule_matched',
    });
    expect(checkout(rules, true)({})).toMatchObject({ enabled: true, reason: 'enabled' });
  });

  it.each<[string, object, string]>([
    ['percentage', { type: 'percentage', percentage: 100 }, 'percentage_rollout'],
    ['user_list', shopFlags.early_access, 'user_list'],
    ['user_attribute', { type: 'user_attribute', attributes: { plan: 'free' } }, 'attribute_match'],
    ['time_based', { type: 'time_based', end: '2026-01-01T00:00:00Z' }, 'time_window'],
    ['variant', theme, 'variant'],
    ['custom', { type: 'custom', strategy: 'everybody' }, 'custom'],
  ])("fall back to a %s flag's own type when none matches", (_, definition, reason) => {
    const ruled = compiled('sale', { ...definition, rules: [{ when: planIs('gold'), serve: false }] });
    const ada = onPlan('free', 'ada');
    expect(ruled(ada).reason).toBe(reason);
    expect(ruled(ada)).toEqual(compiled('sale', definition)(ada));
    expect(ruled(onPlan('gold', 'ada'))).toMatchObject({ enabled: false, reason: 'rule_match', ruleId: 'rule-1' });
  });

  it('are not evaluated while the master switch is off', () => {
    const evaluate = compiled('checkout', { type: 'boolean', enabled: false, otherwise: true, rules: [{}] });
    expect(evaluate({})).toMatchObject({ enabled: false, reason: 'disabled' });
  });

  it('may number 100, of which the last can decide', () => {
    const rules = Array.from({ length: 100 }, (_, i) => ({
      when: { all: [planIs(`plan-${i}`), planIs(`plan-${i}`)] },
    }));
    const evaluate = checkout(rules);
    expect(evaluate(onPlan('plan-99')).ruleId).toBe('rule-100');
    expect(evaluate(onPlan('plan-100')).reason).toBe('no_rule_matched');
  });
});

describe("A rule's rollout", () => {
  it.each([0, 50, 100])(
    'at %d %% with "stop" answers a context without a targeting key with that reason',
    (percentage) => {
      const evaluate = checkout([{ rollout: { percentage }, onMiss: 'stop' }], true);
      expect(evaluate({})).toMatchObject({ enabled: false, reason: 'no_bucketing_key', ruleId: 'rule-1' });
    },
  );

  const [inside = '', outside = ''] = unitsOfBuckets('checkout', BucketPurpose.Rollout, [9_999, 10_000]);

  it('serves the units inside it', () => {
    for (const onMiss of [undefined, 'continue', 'stop']) {
      const evaluate = checkout(goldFirst(onMiss));
      expect(evaluate(onPlan('gold', inside))).toMatchObject({ enabled: true, reason: 'rule_match', ruleId: 'gold' });
      expect(evaluate(onPlan('free', inside)).ruleId).toBe('others');
    }
  });

  it.each([[undefined], ['continue']])('passes the units outside it to the next rule when "onMiss" is %p', (onMiss) => {
    const evaluate = checkout(goldFirst(onMiss));
    expect(evaluate(onPlan('gold', outside)).ruleId).toBe('others');
    expect(evaluate(onPlan('gold')).ruleId).toBe('others');
  });

  it('turns the flag off for units outside it, and without a targeting key, with "stop"', () => {
    const evaluate = checkout(goldFirst('stop'));
    const off = { key: 'checkout', enabled: false, variant: undefined, value: false, ruleId: 'gold' };
    expect(evaluate(onPlan('gold', outside))).toStrictEqual({ ...off, reason: 'not_in_rollout' });
    expect(evaluate(onPlan('gold'))).toStrictEqual({ ...off, reason: 'no_bucketing_key' });
    expect(evaluate(onPlan('free')).ruleId).toBe('others');
  });

  it('at 100% excludes users without a unit', () => {
    const evaluate = checkout([{ rollout: { percentage: 100 } }]);
    expect([{ userId: 'ada' }, {}].map((context) => evaluate(context).reason)).toEqual([
      'rule_match',
      'no_rule_matched',
    ]);
  });

  it('in a variant flag serves the default variant, off, to the units that it stops', () => {
    const evaluate = themed([{ rollout: { percentage: 0 }, serve: { variant: 'dark' }, onMiss: 'stop' }]);
    expect(evaluate({ userId: 'ada' })).toMatchObject({ enabled: false, variant: 'light', reason: 'not_in_rollout' });
  });

  it('includes the same users as another rule of the flag with the same share, unless one has a salt', () => {
    const rollout = { percentage: 50 };
    const evaluate = (second: object) =>
      checkout([
        { when: planIs('gold'), rollout },
        { when: planIs('free'), rollout: { ...rollout, ...second } },
      ]);
    const users = Array.from({ length: 100 }, (_, i) => `user-${i}`);
    const differing = (flag: ReturnType<typeof checkout>) =>
      users.filter((id) => flag(onPlan('gold', id)).enabled !== flag(onPlan('free', id)).enabled).length;
    expect(differing(evaluate({}))).toBe(0);
    expect(differing(evaluate({ salt: 'second' }))).toBeGreaterThan(20);
  });
});

describe('An answer of a rule', () => {
  it('is built once and shared', () => {
    const evaluate = themed([{ when: planIs('gold'), serve: { variant: 'dark' } }, { serve: false }]);
    expect(evaluate(onPlan('gold', 'ada'))).toBe(evaluate(onPlan('gold', 'bob')));
    expect(evaluate({ userId: 'ada' })).toBe(evaluate({}));
  });
});
