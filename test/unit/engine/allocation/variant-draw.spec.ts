import { describe, expect, it } from '@jest/globals';
import type { StickyStore } from '../../../../lib/engine/allocation/sticky.js';
import { compileVariantDraw, type VariantDrawSpec } from '../../../../lib/engine/allocation/variant-draw.js';
import { BucketPurpose } from '../../../../lib/engine/allocation/bucket.js';
import { Tracer } from '../../../../lib/engine/compile/tracer.js';
import { untyped } from '../compiled.js';
import { hostileObjects } from '../hostile-objects.js';
import { unitsOfBuckets } from '../units-of-buckets.js';
import { drawScope } from './draw-scope.js';

const search: VariantDrawSpec = {
  shares: [
    { variant: 'classic', weight: 50 },
    { variant: 'voice', weight: 0 },
    { variant: 'instant', weight: 30 },
    { variant: 'semantic', weight: 20 },
  ],
  bucketed: {},
  allocation: 'ranges',
  sticky: undefined,
};
const allocations = ['ranges', 'rendezvous'] as const;
const people = Array.from({ length: 300 }, (_, i) => `user-${i}`);

function drawnInBucket(bucket: number): number {
  const scope = drawScope('search', { extensions: { bucketers: { legacy: () => () => bucket } } });
  return compileVariantDraw({ ...search, bucketed: { bucketer: 'legacy' } }, scope)({ userId: 'ada' });
}

describe('The draw of a variant', () => {
  it('answers the index of the share whose range holds the bucket', () => {
    const draw = compileVariantDraw(search, drawScope('search'));
    const units = unitsOfBuckets('search', BucketPurpose.Variant, [0, 49_999, 50_000, 79_999, 80_000, 99_999]);
    expect(units.map((userId) => draw({ userId }))).toEqual([0, 0, 2, 2, 3, 3]);
  });

  describe.each(allocations)('by %s', (allocation) => {
    const draw = compileVariantDraw({ ...search, allocation }, drawScope('search'));

    it('answers -1 without a unit', () => {
      expect(draw({})).toBe(-1);
      expect(draw({ userAttributes: { plan: 'gold' } })).toBe(-1);
      expect(draw(untyped({ userId: '', sessionId: Number.NaN }))).toBe(-1);
    });

    it('serves every weight above 0, and never a weight of 0', () => {
      expect(new Set(people.map((userId) => draw({ userId })))).toEqual(new Set([0, 2, 3]));
    });

    it('answers -1 for everyone when all weights are 0', () => {
      const none = { ...search, allocation, shares: [{ variant: 'classic', weight: 0 }] };
      expect(compileVariantDraw(none, drawScope('search'))({ userId: 'ada' })).toBe(-1);
    });

    it('draws by the bucketBy path only', () => {
      const bucketed = { bucketBy: '/company/id' };
      const byCompany = compileVariantDraw({ ...search, allocation, bucketed }, drawScope('search'));
      for (const unit of people.slice(0, 50)) {
        const drawn = draw({ userId: unit });
        expect(byCompany({ userId: 'ada', userAttributes: { company: { id: unit } } })).toBe(drawn);
        expect(byCompany({ userId: unit, sessionId: unit, userAttributes: { company: {} } })).toBe(-1);
      }
    });

    it('draws by the salt, which is the key by default', () => {
      const salted = compileVariantDraw({ ...search, allocation, bucketed: { salt: 'search' } }, drawScope('summer'));
      const unsalted = compileVariantDraw({ ...search, allocation }, drawScope('summer'));
      expect(people.map((userId) => salted({ userId }))).toEqual(people.map((userId) => draw({ userId })));
      expect(people.map((userId) => unsalted({ userId }))).not.toEqual(people.map((userId) => draw({ userId })));
    });

    it.each(Object.entries(hostileObjects))('serves no variant to the id %s', (_, make) => {
      let drawn = -1;
      try {
        drawn = draw(untyped({ userId: make(), sessionId: 'ada' }));
      } catch {
        // An id that cannot be read ends the evaluation.
      }
      expect(drawn).toBe(-1);
    });
  });

  describe('with a custom bucketer', () => {
    it('draws on the scale of the weights', () => {
      expect([0, 49.999, 50, 79.999, 80, 99.999].map(drawnInBucket)).toEqual([0, 0, 2, 2, 3, 3]);
    });

    it.each([-1, 100, Number.NaN])('fails when the bucketer answers %p', (bucket) => {
      expect(() => drawnInBucket(bucket)).toThrow();
    });
  });

  it('is not sticky without a store, or when the flag is not', () => {
    const never: StickyStore = {
      get: () => {
        throw new Error('asked');
      },
      set: () => {
        throw new Error('written');
      },
    };
    const told: string[] = [];
    const report = (problem: string) => told.push(problem);
    const ada = { userId: 'ada' };
    const drawn = compileVariantDraw(search, drawScope('search'))(ada);
    expect(compileVariantDraw({ ...search, sticky: {} }, drawScope('search', { report }))(ada)).toBe(drawn);
    expect(compileVariantDraw(search, drawScope('search', { sticky: never, report }))(ada)).toBe(drawn);
    expect(told).toStrictEqual([]);
  });
});

describe('The explanation of a draw', () => {
  it('shows the ranges, and the bucket as a separate step', () => {
    const tracer = new Tracer();
    const [userId = ''] = unitsOfBuckets('search', BucketPurpose.Variant, [50_000]);
    compileVariantDraw(search, drawScope('search', { tracer }))({ userId });
    expect(tracer.take()).toEqual([
      {
        step: 'allocation',
        allocation: 'ranges',
        variants: [
          { variant: 'classic', from: 0, to: 50_000 },
          { variant: 'instant', from: 50_000, to: 80_000 },
          { variant: 'semantic', from: 80_000, to: 100_000 },
        ],
        served: 'instant',
        steps: [
          {
            step: 'bucket',
            purpose: 'variant',
            salt: 'search',
            unit: userId,
            unitBy: 'userId',
            bucket: 50_000,
            total: 100_000,
          },
        ],
      },
    ]);
  });

  it('shows the scores, of which the highest is served', () => {
    const tracer = new Tracer();
    const draw = compileVariantDraw({ ...search, allocation: 'rendezvous' }, drawScope('search', { tracer }));
    for (const userId of people.slice(0, 20)) {
      draw({ userId });
      const [step] = tracer.take();
      if (step?.step !== 'allocation') throw new Error('there is no step of the allocation');
      const [highest] = step.variants.toSorted((one, other) => (other.score ?? 0) - (one.score ?? 0));
      expect(step).toMatchObject({ allocation: 'rendezvous', served: highest?.variant });
      expect(step.variants.map(({ variant }) => variant)).toEqual(['classic', 'instant', 'semantic']);
    }
  });

  it.each(allocations)('shows that nobody was served without a unit, by %s', (allocation) => {
    const tracer = new Tracer();
    compileVariantDraw({ ...search, allocation }, drawScope('search', { tracer }))({});
    expect(tracer.take()).toMatchObject([{ step: 'allocation', allocation, served: undefined }]);
  });
});
