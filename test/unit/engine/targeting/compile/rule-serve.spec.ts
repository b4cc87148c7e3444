import { describe, expect, it } from '@jest/globals';
import { BucketPurpose } from '../../../../../lib/engine/allocation/bucket.js';
import { compiled } from '../../compiled.js';
import { unitsOfBuckets } from '../../units-of-buckets.js';
import { checkout, theme, themed } from './ruled-flags.js';

describe('A rule', () => {
  it.each<[string, object, object]>([
    ['true where it says nothing', {}, { enabled: true, value: true }],
    ['true', { serve: true }, { enabled: true, value: true }],
    ['false', { serve: false }, { enabled: false, value: false }],
    ['a value', { serve: { value: { limit: 5 } } }, { enabled: true, value: { limit: 5 } }],
    ['the value 0', { serve: { value: 0 } }, { enabled: true, value: 0 }],
    ['an empty text', { serve: { value: '' } }, { enabled: true, value: '' }],
    ['the value false, which is off', { serve: { value: false } }, { enabled: false, value: false }],
    ['the value null, which is off', { serve: { value: null } }, { enabled: false, value: null }],
    ['a value, off', { serve: { enabled: false, value: { limit: 0 } } }, { enabled: false, value: { limit: 0 } }],
    ['the value false, on', { serve: { enabled: true, value: false } }, { enabled: true, value: false }],
  ])('serves %s', (_, rule, expected) => {
    const answer = checkout([rule])({});
    expect(answer).toEqual({
      ...expected,
      key: 'checkout',
      variant: undefined,
      reason: 'rule_match',
      ruleId: 'rule-1',
    });
    expect(Object.isFrozen(answer)).toBe(true);
  });

  it("serves true of a variant flag as the flag's own draw, with the rule's reason", () => {
    const [own, ruled] = [compiled('theme', theme), themed([{ serve: true, onMiss: 'stop' }])];
    for (let i = 0; i < 50; i++) {
      const user = { userId: `user-${i}` };
      expect(ruled(user)).toStrictEqual({ ...own(user), reason: 'rule_match', ruleId: 'rule-1' });
    }
    expect(ruled({})).toEqual({
      key: 'theme',
      enabled: false,
      variant: 'light',
      value: { background: '#fff' },
      reason: 'no_bucketing_key',
      ruleId: 'rule-1',
    });
  });

  it('serves false of a variant flag as its default variant, off', () => {
    expect(themed([{ serve: false }])({ userId: 'ada' })).toEqual({
      key: 'theme',
      enabled: false,
      variant: 'light',
      value: { background: '#fff' },
      reason: 'rule_match',
      ruleId: 'rule-1',
    });
  });

  it('serves one variant without a draw, even one of weight zero, and even without a user', () => {
    expect(themed([{ serve: { variant: 'sepia' } }])({})).toEqual({
      key: 'theme',
      enabled: true,
      variant: 'sepia',
      value: 'sepia',
      reason: 'rule_match',
      ruleId: 'rule-1',
    });
  });

  it.each([
    [{ variant: 'dark', enabled: false }, false],
    [{ variant: 'dark', enabled: true }, true],
  ])('serves the variant of %j instead of the default variant', (serve, enabled) => {
    expect(themed([{ serve }])({ userId: 'ada' })).toEqual({
      key: 'theme',
      enabled,
      variant: 'dark',
      value: 'dark',
      reason: 'rule_match',
      ruleId: 'rule-1',
    });
  });

  it('serves a value that is none of the variants', () => {
    expect(themed([{ serve: { value: 7 } }])({})).toMatchObject({ enabled: true, variant: undefined, value: 7 });
  });
});

describe('A split', () => {
  const split = [
    { variant: 'dark', weight: 3 },
    { variant: 'sepia', weight: 1 },
    { variant: 'light', weight: 0 },
  ];

  it('draws by its own weights in its own order, and never one of weight zero', () => {
    const evaluate = themed([{ serve: { split } }]);
    const units = unitsOfBuckets('theme', BucketPurpose.Variant, [0, 74_999, 75_000, 99_999]);
    expect(units.map((userId) => evaluate({ userId }).variant)).toEqual(['dark', 'dark', 'sepia', 'sepia']);
    expect(evaluate({ userId: units[0] })).toMatchObject({ enabled: true, reason: 'rule_match', ruleId: 'rule-1' });
  });

  it('draws by its own salt and its own attribute', () => {
    const evaluate = themed([{ serve: { split, salt: 'summer', bucketBy: 'company' } }]);
    const [dark, sepia] = unitsOfBuckets('summer', BucketPurpose.Variant, [0, 99_999]);
    const at = (company: unknown) => evaluate({ userId: 'ada', userAttributes: { company } }).variant;
    expect([at(dark), at(sepia)]).toEqual(['dark', 'sepia']);
  });

  it.each([{ serve: { split } }, { serve: true }, { serve: { split }, onMiss: 'continue' }])(
    'passes to the next rule if there is no unit for %j',
    (rule) => {
      const evaluate = themed([rule, { id: 'others', serve: { variant: 'sepia' } }]);
      expect(evaluate({})).toMatchObject({ enabled: true, variant: 'sepia', ruleId: 'others' });
      expect(evaluate({ userId: 'ada' }).ruleId).toBe('rule-1');
    },
  );

  it('falls back to the flag itself if there is no unit and no other rule', () => {
    const answer = themed([{ serve: { split } }])({});
    expect(answer).toEqual(compiled('theme', theme)({}));
    expect(answer).toMatchObject({ enabled: false, variant: 'light', reason: 'no_bucketing_key' });
    expect(answer).not.toHaveProperty('ruleId');
  });

  it('with "onMiss": "stop" is off with the default variant if there is no unit', () => {
    expect(themed([{ serve: { split }, onMiss: 'stop' }])({})).toEqual({
      key: 'theme',
      enabled: false,
      variant: 'light',
      value: { background: '#fff' },
      reason: 'no_bucketing_key',
      ruleId: 'rule-1',
    });
  });
});
