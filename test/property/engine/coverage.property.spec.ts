import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { BucketPurpose, bucketOf, bucketSeed } from '../../../lib/engine/allocation/bucket.js';
import { MemoryStickyStore } from '../../../lib/engine/allocation/memory-sticky-store.js';
import { compileVariantDraw } from '../../../lib/engine/allocation/variant-draw.js';
import { variantRanges } from '../../../lib/engine/allocation/variant-ranges.js';
import type { Share } from '../../../lib/engine/time/progression.js';
import { drawScope } from '../../unit/engine/allocation/draw-scope.js';
import { weight } from './shop-arbitraries.js';

/** Weights a part of which floating-point numbers can still tell apart. */
const tangible = weight.map((each) => (each < 1e-6 ? 0 : each));
const weights = fc.array(tangible, { minLength: 1, maxLength: 6 }).filter((list) => list.some((each) => each > 0));
const salt = fc.string({ minLength: 1, maxLength: 20, unit: 'binary' });
const percentage = fc.integer({ min: 0, max: 100_000 }).map((step) => step / 1000);
const people = Array.from({ length: 200 }, (_, i) => `user-${i}`);

/** The index of the share that each of the people draws; negative for none. */
function drawn(list: readonly number[], seasoned: string, coverage: Share | undefined, now = 0): number[] {
  const shares = list.map((each, i) => ({ variant: `v${i}`, weight: each }));
  const spec = { shares, bucketed: { salt: seasoned, coverage }, allocation: 'ranges', sticky: undefined } as const;
  const draw = compileVariantDraw(spec, { ...drawScope('search'), now: () => now });
  return people.map((userId) => draw({ userId }));
}

describe('The coverage of a split', () => {
  it('keeps the variant of everyone who has one while it grows', () => {
    fc.assert(
      fc.property(weights, salt, percentage, percentage, (list, seasoned, one, other) => {
        const before = drawn(list, seasoned, Math.min(one, other));
        const after = drawn(list, seasoned, Math.max(one, other));
        expect(before.filter((index, i) => index >= 0 && index !== after[i])).toStrictEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('serves the first part of each range, which keeps its beginning', () => {
    fc.assert(
      fc.property(weights, salt, percentage, (list, seasoned, coverage) => {
        const total = list.reduce((sum, each) => sum + each, 0);
        const ranges = variantRanges(list.map((each, i) => ({ name: `v${i}`, weight: each, index: i })));
        const seed = bucketSeed(seasoned, BucketPurpose.Variant);
        const answers = drawn(list, seasoned, coverage);
        for (const [i, unit] of people.entries()) {
          const bucket = bucketOf(unit, seed);
          const place = ranges.findIndex(({ end }) => bucket < end);
          const begin = ranges[place - 1]?.end ?? 0;
          const { variant } = ranges[place]!;
          const end = begin + (variant.weight / total) * 1000 * coverage;
          if (Math.abs(bucket - end) <= 2) continue; // the edge itself is rounded
          expect(answers[i]).toBe(bucket < end ? variant.index : -2);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('changes no draw at 100%, and serves nobody at 0%', () => {
    fc.assert(
      fc.property(weights, salt, (list, seasoned) => {
        expect(drawn(list, seasoned, 100)).toEqual(drawn(list, seasoned, undefined));
        expect(new Set(drawn(list, seasoned, 0))).toEqual(new Set([-2]));
      }),
      { numRuns: 200 },
    );
  });

  it('grows with time like a manual change', () => {
    const linear = [
      { at: '1970-01-01T00:00:00Z', percentage: 0 },
      { at: '1970-01-01T00:01:40Z', percentage: 100 },
    ];
    fc.assert(
      fc.property(weights, salt, fc.nat({ max: 100 }), (list, seasoned, seconds) => {
        expect(drawn(list, seasoned, { linear }, seconds * 1000)).toEqual(drawn(list, seasoned, seconds));
      }),
      { numRuns: 200 },
    );
  });

  it('leaves sticky variants unchanged, even when it shrinks', () => {
    fc.assert(
      fc.property(weights, salt, percentage, percentage, (list, seasoned, one, other) => {
        const shares = list.map((each, i) => ({ variant: `v${i}`, weight: each }));
        const scope = drawScope('search', { sticky: new MemoryStickyStore() });
        const drawWith = (coverage: number) => {
          const bucketed = { salt: seasoned, coverage };
          const draw = compileVariantDraw({ shares, bucketed, allocation: 'ranges', sticky: {} }, scope);
          return people.map((userId) => draw({ userId }));
        };
        const before = drawWith(one);
        const after = drawWith(other);
        expect(before.filter((index, i) => index >= 0 && index !== after[i])).toStrictEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
