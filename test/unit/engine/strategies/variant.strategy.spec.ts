import { describe, expect, it } from '@jest/globals';
import { BucketPurpose } from '../../../../lib/engine/allocation/bucket.js';
import { variantRanges } from '../../../../lib/engine/allocation/variant-ranges.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { compiled, untyped } from '../compiled.js';
import { unitsOfBuckets } from '../units-of-buckets.js';

function ends(weights: readonly number[]): [string, number][] {
  const variants = weights.map((weight, i) => ({ name: String(i), weight }));
  return variantRanges(variants).map(({ variant, end }) => [variant.name, end]);
}

describe('A variant flag', () => {
  it('serves the variant whose range holds the bucket, ranges in declared order and half-open', () => {
    const evaluate = compiled('search', shopFlags.search);
    const units = unitsOfBuckets('search', BucketPurpose.Variant, [0, 49_999, 50_000, 79_999, 80_000, 99_999]);
    expect(units.map((userId) => evaluate({ userId }).variant)).toEqual([
      'classic',
      'classic',
      'instant',
      'instant',
      'semantic',
      'semantic',
    ]);
  });

  it("answers with the variant's name, which is also the value of a variant without one", () => {
    const [userId] = unitsOfBuckets('search', BucketPurpose.Variant, [99_999]);
    const answer = compiled('search', shopFlags.search)(untyped({ userId }));
    expect(answer).toStrictEqual({
      key: 'search',
      enabled: true,
      variant: 'semantic',
      value: 'semantic',
      reason: 'variant',
    });
    expect(Object.isFrozen(answer)).toBe(true);
  });

  it.each([[{ background: '#fff' }], [['a', 1]], ['text'], [0], [7.5], [false], [true], [null], [''], [{}]])(
    'answers with the value %j',
    (value) => {
      const evaluate = compiled('theme', { type: 'variant', variants: [{ name: 'light', weight: 1, value }] });
      expect(evaluate({ userId: 'ada' })).toStrictEqual({
        key: 'theme',
        enabled: true,
        variant: 'light',
        value,
        reason: 'variant',
      });
    },
  );

  it('returns its JSON values deeply frozen', () => {
    const value = { colours: [{ name: 'white' }] };
    const answer = compiled('theme', { type: 'variant', variants: [{ name: 'light', weight: 1, value }] })({
      userId: 'a',
    });
    expect(answer.value).toEqual(value);
    expect(() => Object.assign((answer.value as typeof value).colours[0]!, { name: 'black' })).toThrow(TypeError);
    expect(value.colours[0]!.name).toBe('white');
  });

  it('serves its default variant without a unit, and is then off', () => {
    expect(compiled('search', shopFlags.search)({})).toStrictEqual({
      key: 'search',
      enabled: false,
      variant: 'classic',
      value: 'classic',
      reason: 'no_bucketing_key',
    });
  });

  it('without a unit and a default variant leaves the value to the caller', () => {
    expect(compiled('theme', shopFlags.theme)({ userAttributes: { plan: 'gold' } })).toStrictEqual({
      key: 'theme',
      enabled: false,
      variant: undefined,
      value: undefined,
      reason: 'no_bucketing_key',
    });
  });

  it('needs a unit even when only one variant is served', () => {
    const evaluate = compiled('theme', { type: 'variant', variants: [{ name: 'light', weight: 1 }] });
    expect(evaluate({}).reason).toBe('no_bucketing_key');
  });

  it.each([
    ['first', [0, 1, 1]],
    ['in the middle', [1, 0, 1]],
    ['last', [1, 1, 0]],
    ['everywhere but once', [0, 0, 1, 0]],
  ])('never serves a zero weight that is %s, and still covers all buckets', (_, weights) => {
    const ranges = ends(weights);
    expect(ranges.map(([name]) => weights[Number(name)])).not.toContain(0);
    expect(ranges).toHaveLength(weights.filter((weight) => weight > 0).length);
    expect(ranges.at(-1)?.[1]).toBe(100_000);

    const variants = weights.map((weight, i) => ({ name: String(i), weight }));
    const evaluate = compiled('theme', { type: 'variant', variants });
    for (const userId of unitsOfBuckets('theme', BucketPurpose.Variant, [0, 1, 49_999, 50_000, 99_998, 99_999])) {
      const served = evaluate({ userId });
      expect(served.reason).toBe('variant');
      expect(weights[Number(served.variant)]).toBe(1);
    }
  });

  it('serves a default variant with weight zero only as the default', () => {
    const variants = [
      { name: 'control', weight: 0 },
      { name: 'light', weight: 1 },
    ];
    const evaluate = compiled('theme', { type: 'variant', variants, defaultVariant: 'control' });
    expect(evaluate({})).toMatchObject({ enabled: false, variant: 'control' });
    for (let i = 0; i < 200; i++) expect(evaluate({ userId: `user-${i}` }).variant).toBe('light');
  });

  it.each<[number[], number[]]>([
    [
      [50, 30, 20],
      [50_000, 80_000, 100_000],
    ],
    [
      [5, 3, 2],
      [50_000, 80_000, 100_000],
    ],
    [
      [0.5, 0.3, 0.2],
      [50_000, 80_000, 100_000],
    ],
    [
      [1, 1, 1],
      [33_333, 66_667, 100_000],
    ],
    [[1], [100_000]],
    [[5e-324], [100_000]],
    [
      [1e12, 1e12],
      [50_000, 100_000],
    ],
    [
      [0.001, 99.999],
      [1, 100_000],
    ],
    [
      [1e-9, 1],
      [0, 100_000],
    ],
    [Array<number>(7).fill(0.1), [14_286, 28_571, 42_857, 57_143, 71_429, 85_714, 100_000]],
  ])('gives the weights %j ranges that end at %j', (weights, expected) => {
    expect(ends(weights).map(([, end]) => end)).toEqual(expected);
  });

  it('draws independently of the rollout', () => {
    const halves = {
      type: 'variant',
      variants: [
        { name: 'a', weight: 1 },
        { name: 'b', weight: 1 },
      ],
    };
    const gate = compiled('theme', { type: 'percentage', percentage: 50 });
    const draw = compiled('theme', halves);
    const same = Array.from({ length: 400 }, (_, i) => {
      const context = { userId: `user-${i}` };
      return gate(context).enabled === (draw(context).variant === 'a');
    }).filter(Boolean).length;
    expect(same).toBeGreaterThan(100);
    expect(same).toBeLessThan(300);
  });

  it('draws by the first attribute of bucketBy that is present', () => {
    const evaluate = compiled('search', { ...shopFlags.search, bucketBy: ['company', 'userId', 'sessionId'] });
    const [classic = '', semantic = ''] = unitsOfBuckets('search', BucketPurpose.Variant, [0, 99_999]);
    expect(evaluate({ userId: classic, userAttributes: { company: semantic } }).variant).toBe('semantic');
    expect(evaluate({ userId: semantic, sessionId: classic }).variant).toBe('semantic');
    expect(evaluate({ sessionId: semantic }).variant).toBe('semantic');
    expect(evaluate({ userId: classic }).variant).toBe('classic');
  });

  it('draws by its salt, so that two flags can share their groups', () => {
    const one = compiled('search', { ...shopFlags.search, salt: 'summer' });
    const other = compiled('search.v2', { ...shopFlags.search, salt: 'summer' });
    const unsalted = compiled('search', shopFlags.search);
    const users = Array.from({ length: 100 }, (_, i) => ({ userId: `user-${i}` }));
    expect(users.map((user) => one(user).variant)).toEqual(users.map((user) => other(user).variant));
    expect(users.map((user) => one(user).variant)).not.toEqual(users.map((user) => unsalted(user).variant));
    const [semantic] = unitsOfBuckets('summer', BucketPurpose.Variant, [99_999]);
    expect(one(untyped({ userId: semantic })).variant).toBe('semantic');
  });

  it('gives a unit the same variant every time, and shares the answer', () => {
    const evaluate = compiled('search', shopFlags.search);
    expect(evaluate({ userId: 'ada', sessionId: 's-1' })).toBe(evaluate({ userId: 'ada', timestamp: 5 }));
  });
});

describe('The ranges of variants', () => {
  it.each([
    [
      [1, 63],
      [1 / 3, 21],
    ],
    [
      [3, 61],
      [0.9, 18.3],
    ],
    [
      [0.1, 0.2, 0.3],
      [1, 2, 3],
    ],
  ])('end at the same buckets for the weights %j and %j, halves included', (weights, scaled) => {
    expect(ends(scaled)).toEqual(ends(weights));
  });
});
