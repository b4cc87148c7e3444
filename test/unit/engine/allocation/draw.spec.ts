import { describe, expect, it, jest } from '@jest/globals';
import { BucketPurpose, bucketOf, bucketSeed } from '../../../../lib/engine/allocation/bucket.js';
import type { BucketDraw } from '../../../../lib/engine/allocation/bucketer.js';
import { createDraw, nearestBucket } from '../../../../lib/engine/allocation/draw.js';
import { NO_BUCKET } from '../../../../lib/engine/allocation/no-bucket.js';
import type { Extensions } from '../../../../lib/engine/extensions.js';
import { scopeOf } from '../scopes.js';

/** The bucket of a user by a registered bucketer, or that the evaluation failed, and what was reported. */
function askedOf(bucketers: unknown, userId = 'ada'): { bucket: number | 'failed'; reports: string[] } {
  const reports: string[] = [];
  const extensions = { bucketers } as Extensions;
  const scope = scopeOf('sale', { extensions, report: (problem) => reports.push(problem) });
  const draw = createDraw({ bucketer: 'legacy' }, 'rollout', 100, scope);
  try {
    return { bucket: draw.bucketOf({ userId }), reports };
  } catch {
    return { bucket: 'failed', reports };
  }
}

const failure = (why: string) => `Bucketer "legacy" failed for "sale", which is undecided and counts as off: ${why}`;

function refuse(): never {
  throw new RangeError('ada@shop.example');
}

describe('A draw', () => {
  it.each([
    ['rollout', BucketPurpose.Rollout],
    ['variant', BucketPurpose.Variant],
    ['layer', BucketPurpose.Layer],
  ] as const)('for a %s uses the built-in bucket of its purpose, by the key or the salt', (purpose, number) => {
    for (const salt of [undefined, 'summer']) {
      const draw = createDraw({ salt }, purpose, 100, scopeOf('sale'));
      expect(draw.bucketOf({ userId: 'ada' })).toBe(bucketOf('ada', bucketSeed(salt ?? 'sale', number)));
    }
  });

  it('has no bucket without a targeting key', () => {
    expect(createDraw({}, 'rollout', 100, scopeOf('sale')).bucketOf({ userId: '' })).toBe(NO_BUCKET);
  });

  it('ends a part of the whole on the scale of its buckets', () => {
    const percent = createDraw({}, 'rollout', 100, scopeOf('sale'));
    expect([0, 0.001, 33.333, 100].map(percent.end)).toEqual([0, 1, 33_333, 100_000]);
    const weights = createDraw({}, 'variant', 3, scopeOf('theme'));
    expect([1, 2, 3].map(weights.end)).toEqual([33_333, 66_667, 100_000]);
  });

  it('rounds to the nearest bucket, and rounds a half up despite floating-point noise', () => {
    expect([0.4, 0.5, 0.499_999_9, 0.500_000_1, 1.5].map(nearestBucket)).toEqual([0, 1, 1, 1, 2]);
  });
});

describe('A custom bucketer', () => {
  it('receives the draw once, and the targeting key each time', () => {
    const bucket = jest.fn((_: string) => 2);
    const legacy = jest.fn((_: BucketDraw) => bucket);
    const scope = scopeOf('sale', { extensions: { bucketers: { legacy } } });
    const draw = createDraw({ bucketer: 'legacy', salt: 'summer', bucketBy: 'company' }, 'variant', 3, scope);
    expect([draw.bucketOf({ userAttributes: { company: 'acme' } }), draw.bucketOf({ userId: 'ada' })]).toEqual([
      2,
      NO_BUCKET,
    ]);
    expect(legacy.mock.calls).toEqual([[{ key: 'sale', salt: 'summer', purpose: 'variant', total: 3 }]]);
    expect(bucket.mock.calls).toEqual([['acme']]);
  });

  it('receives the parameters of the definition', () => {
    const legacy = jest.fn((_: BucketDraw) => () => 0);
    const scope = scopeOf('sale', { extensions: { bucketers: { legacy } } });
    const parameters = { seed: 7 };
    createDraw({ bucketer: { name: 'legacy', parameters } }, 'rollout', 100, scope);
    expect(legacy.mock.calls).toEqual([[{ key: 'sale', salt: 'sale', purpose: 'rollout', total: 100, parameters }]]);
  });

  it('may declare its step', () => {
    expect(askedOf({ legacy: { step: 0.000_01, create: () => () => 0.000_01 } })).toEqual({
      bucket: 0.000_01,
      reports: [],
    });
  });

  it('draws on the scale of the whole', () => {
    const scope = scopeOf('sale', { extensions: { bucketers: { legacy: () => () => 2.5 } } });
    const draw = createDraw({ bucketer: 'legacy' }, 'variant', 3, scope);
    expect([draw.bucketOf({ userId: 'ada' }), draw.end(1.25)]).toEqual([2.5, 1.25]);
  });

  it('is not called without a targeting key', () => {
    const bucket = jest.fn(() => 0);
    const scope = scopeOf('sale', { extensions: { bucketers: { legacy: () => bucket } } });
    expect(createDraw({ bucketer: 'legacy' }, 'rollout', 100, scope).bucketOf({})).toBe(NO_BUCKET);
    expect(bucket).not.toHaveBeenCalled();
  });

  it.each([0, 50, 99.999])('may return %d of 100', (bucket) => {
    expect(askedOf({ legacy: () => () => bucket })).toEqual({ bucket, reports: [] });
  });

  it.each<[unknown]>([[-0.001], [100], [Number.NaN], [Infinity], ['5'], [5n], [[5]], [null], [undefined], [true]])(
    'fails the evaluation and is reported when it returns %p',
    (answer) => {
      const why = failure('it must return a number that is at least 0 and below 100');
      expect(askedOf({ legacy: () => () => answer })).toEqual({ bucket: 'failed', reports: [why] });
    },
  );

  it('fails the evaluation when it is async by mistake, and its rejection does not end the process', () => {
    const rejected = Promise.reject(new Error('ada@shop.example'));
    const caught = jest.spyOn(rejected, 'catch');
    for (const bucketer of [() => () => rejected, () => rejected]) {
      expect(askedOf({ legacy: bucketer }).bucket).toBe('failed');
    }
    expect(caught).toHaveBeenCalledTimes(2);
  });

  it('fails the evaluation when it throws, and its message is not shown', () => {
    const why = failure('it threw a RangeError');
    expect(askedOf({ legacy: () => refuse })).toEqual({ bucket: 'failed', reports: [why] });
    expect(askedOf({ legacy: refuse })).toEqual({ bucket: 'failed', reports: [why] });
  });

  it.each<[string, unknown]>([
    ['no bucketers at all', undefined],
    ['another name only', { other: () => () => 0 }],
    ['a name of every object only', Object.create({ legacy: () => () => 0 })],
    ['a bucketer that returns no function', { legacy: () => 7 }],
  ])('is reported as missing when there is %s', (_, bucketers) => {
    const why = failure('it is not registered, or returns no function');
    expect(askedOf(bucketers)).toEqual({ bucket: 'failed', reports: [why] });
  });

  it('is reported as missing when it is not registered', () => {
    expect(askedOf({ legacy: 'md5' }).bucket).toBe('failed');
  });
});
