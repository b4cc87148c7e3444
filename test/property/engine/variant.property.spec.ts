import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { BucketPurpose, bucketOf, bucketSeed } from '../../../lib/engine/allocation/bucket.js';
import { variantRanges } from '../../../lib/engine/allocation/variant-ranges.js';
import { compiled } from '../../unit/engine/compiled.js';
import { weight } from './shop-arbitraries.js';

const weights = fc.array(weight, { minLength: 1, maxLength: 10 }).filter((list) => list.some((each) => each > 0));
const salt = fc.string({ minLength: 1, maxLength: 20, unit: 'binary' });
const users = Array.from({ length: 100 }, (_, i) => ({ userId: `user-${i}` }));

function variantsOf(list: readonly number[]): { name: string; weight: number }[] {
  return list.map((each, i) => ({ name: `v${i}`, weight: each }));
}

function endsOf(list: readonly number[]): number[] {
  return variantRanges(variantsOf(list)).map(({ end }) => end);
}

describe('Variant ranges', () => {
  it('are contiguous, keep the declared order and cover all buckets', () => {
    fc.assert(
      fc.property(weights, (list) => {
        const ranges = variantRanges(variantsOf(list));
        const positive = variantsOf(list).filter((each) => each.weight > 0);
        expect(ranges.map(({ variant }) => variant)).toEqual(positive);
        let start = 0;
        for (const { end } of ranges) {
          expect(Number.isInteger(end) && end >= start).toBe(true);
          start = end;
        }
        expect(start).toBe(100_000);
      }),
      { numRuns: 5000 },
    );
  });

  it('have the lengths of the weights, to within the rounding of their two ends', () => {
    fc.assert(
      fc.property(weights, (list) => {
        const total = list.reduce((sum, each) => sum + each, 0);
        let start = 0;
        for (const { variant, end } of variantRanges(variantsOf(list))) {
          expect(Math.abs(end - start - (variant.weight / total) * 100_000)).toBeLessThan(1.001);
          start = end;
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('do not move when all weights are scaled by one factor', () => {
    const whole = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(
        whole.filter((list) => list.some((each) => each > 0)),
        fc.oneof(
          fc.integer({ min: 1, max: 1_000_000 }),
          fc.integer({ min: -30, max: 30 }).map((power) => 2 ** power),
        ),
        (list, factor) => {
          expect(endsOf(list.map((each) => each * factor))).toEqual(endsOf(list));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('do not move when percentages are written as fractions', () => {
    const percentages = fc
      .uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 6 })
      .map((cuts) => [0, ...cuts.toSorted((a, b) => a - b), 100])
      .map((cuts) => cuts.slice(1).map((cut, i) => cut - (cuts[i] ?? 0)));
    fc.assert(
      fc.property(percentages, fc.constantFrom(10, 100, 1000, 3, 7), (list, divisor) => {
        expect(endsOf(list.map((each) => each / divisor))).toEqual(endsOf(list));
      }),
      { numRuns: 2000 },
    );
  });

  it('do not move for a variant of weight zero, wherever it is', () => {
    fc.assert(
      fc.property(weights, fc.nat({ max: 10 }), (list, at) => {
        expect(endsOf(list.toSpliced(at, 0, 0))).toEqual(endsOf(list));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('A variant flag', () => {
  it('serves each user the variant of the range that holds the bucket, never one of weight zero', () => {
    fc.assert(
      fc.property(weights, salt, (list, some) => {
        const variants = variantsOf(list);
        const evaluate = compiled('theme', { type: 'variant', variants, salt: some });
        const ranges = variantRanges(variants);
        const seed = bucketSeed(some, BucketPurpose.Variant);
        const wrong = users.filter((user) => {
          const { variant, enabled } = evaluate(user);
          const bucket = bucketOf(user.userId, seed);
          const range = ranges.find(({ end }) => bucket < end);
          return !enabled || variant === undefined || variant !== range?.variant.name || range.variant.weight <= 0;
        });
        expect(wrong).toStrictEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('moves users only into the variant that grows at the end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 }), salt, (one, other, some) => {
        const split = (share: number) =>
          compiled('theme', { type: 'variant', variants: variantsOf([100 - share, share]), salt: some });
        const before = split(Math.min(one, other));
        const after = split(Math.max(one, other));
        const lost = users.filter((user) => before(user).variant === 'v1' && after(user).variant !== 'v1');
        expect(lost).toStrictEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
