import { describe, expect, it } from '@jest/globals';
import { BucketPurpose } from '../../../../../lib/engine/allocation/bucket.js';
import type { FlagContext } from '../../../../../lib/engine/flag-context.js';
import type { Scope } from '../../../../../lib/engine/compile/scope.js';
import {
  compileRollout,
  type CompileRolloutOptions,
} from '../../../../../lib/engine/targeting/compile/compile-rollout.js';
import { rolloutSchema } from '../../../../../lib/engine/targeting/schema/rollout.schema.js';
import { Tracer } from '../../../../../lib/engine/compile/tracer.js';
import { scopeOf } from '../../scopes.js';
import { unitsOfBuckets } from '../../units-of-buckets.js';

function compiled(
  rollout: unknown,
  parts: Partial<Scope> = {},
  options?: CompileRolloutOptions,
): (context: FlagContext) => boolean | undefined {
  return compileRollout(rolloutSchema.parse(rollout), scopeOf('sale', parts), options);
}

/** A share that has grown to this percentage. */
function grownTo(percentage: number): object {
  return { steps: [{ at: '2020-01-01T00:00:00Z', percentage }] };
}

describe('A rollout', () => {
  it('includes the units whose buckets are below its percentage', () => {
    const units = unitsOfBuckets('sale', BucketPurpose.Rollout, [0, 33_332, 33_333, 99_999]);
    const isInside = compiled({ percentage: 33.333 });
    expect(units.map((userId) => isInside({ userId }))).toEqual([true, true, false, false]);
  });

  const contexts = [{ userId: 'ada' }, {}];

  it.each([
    [0, 0, false],
    [100, 100, true],
    ['steps at 0', grownTo(0), false],
    ['steps at 100', grownTo(100), true],
  ])('at %s %% reads the targeting key unless told to ignore it', (_, percentage, verdict) => {
    const at2026 = { now: () => Date.parse('2026-01-01T00:00:00Z') };
    expect(contexts.map(compiled({ percentage }, at2026))).toStrictEqual([verdict, undefined]);
    expect(() => compiled({ percentage }, at2026)({ userId: {} as string })).toThrow('"userId"');
    const ofEverybody = compiled({ percentage }, at2026, { ignoresKeyAtEnds: true });
    expect(contexts.map(ofEverybody)).toStrictEqual([verdict, verdict]);
  });

  it.each([0, 100])(
    'at %d %% for everyone is explained without reading the context, as it is evaluated',
    (percentage) => {
      const isInside = compiled({ percentage }, { tracer: new Tracer() }, { ignoresKeyAtEnds: true });
      const unreadable = undefined as unknown as FlagContext;
      expect(isInside(unreadable)).toBe(percentage === 100);
    },
  );

  it('includes the units whose buckets are in its half-open ranges, in whatever order these are written', () => {
    const buckets = [0, 9999, 10_000, 19_999, 20_000, 29_999, 30_000, 99_999];
    const units = unitsOfBuckets('sale', BucketPurpose.Rollout, buckets);
    const insideOf = (rollout: unknown) => {
      const isInside = compiled(rollout);
      return buckets.filter((_, i) => isInside({ userId: units[i] }));
    };
    expect(insideOf({ from: 10, to: 20 })).toEqual([10_000, 19_999]);
    const apart = [
      { from: 20, to: 30 },
      { from: 0, to: 10 },
    ];
    expect(insideOf({ ranges: apart })).toEqual([0, 9999, 20_000, 29_999]);
    expect(insideOf({ ranges: [...apart, { from: 10, to: 20 }] })).toEqual(insideOf({ percentage: 30 }));
    expect(insideOf({ from: 20, to: 100 })).toEqual([20_000, 29_999, 30_000, 99_999]);
  });

  it.each([
    ['one range', { from: 10, to: 20 }],
    ['one range from 0', { from: 0, to: 20 }],
    ['a list', { ranges: [{ from: 10, to: 20 }] }],
  ])('for %s has no answer for units without a targeting key', (_, rollout) => {
    expect(compiled(rollout)({})).toBeUndefined();
  });

  it('equals one of 100% if its ranges cover all buckets', () => {
    const ranges = [
      { from: 50, to: 100 },
      { from: 0, to: 50 },
    ];
    expect(compiled({ ranges })({})).toBeUndefined();
    expect(compiled({ ranges }, {}, { ignoresKeyAtEnds: true })({})).toBe(true);
  });

  it('compares the result of a registered bucketer with its ranges, in percent', () => {
    const extensions = { bucketers: { legacy: () => (unit: string) => Number(unit) } };
    const isInside = compiled({ from: 0.5, to: 1.5, bucketer: 'legacy' }, { extensions });
    expect(['0.499', '0.5', '1.499', '1.5'].map((userId) => isInside({ userId }))).toEqual([false, true, true, false]);
  });

  it('explains its merged ranges on the scale of the bucket', () => {
    const tracer = new Tracer();
    const [userId] = unitsOfBuckets('sale', BucketPurpose.Rollout, [20_000]);
    const ranges = [
      { from: 20, to: 30 },
      { from: 10, to: 20 },
      { from: 50, to: 60 },
    ];
    compiled({ ranges }, { tracer })({ userId });
    const merged = [
      { from: 10_000, to: 30_000 },
      { from: 50_000, to: 60_000 },
    ];
    expect(tracer.take()).toMatchObject([
      { step: 'rollout', ranges: merged, holds: true, steps: [{ bucket: 20_000 }] },
    ]);
  });

  it('has no answer without a unit', () => {
    expect(compiled({ percentage: 50 })({ userAttributes: { plan: 'gold' } })).toBeUndefined();
  });

  it('takes the targeting key from `bucketBy` and from nowhere else', () => {
    const [inside = '', outside = ''] = unitsOfBuckets('sale', BucketPurpose.Rollout, [0, 99_999]);
    const isInside = compiled({ percentage: 50, bucketBy: '/company/id' });
    expect(isInside({ userId: outside, userAttributes: { company: { id: inside } } })).toBe(true);
    expect(isInside({ userId: inside, sessionId: inside, userAttributes: { company: {} } })).toBeUndefined();
    const byFirst = compiled({ percentage: 50, bucketBy: ['/company/id', 'sessionId'] });
    expect(byFirst({ userId: outside, sessionId: inside })).toBe(true);
  });

  it('draws by its salt instead of the key', () => {
    const [inside, outside] = unitsOfBuckets('summer', BucketPurpose.Rollout, [0, 99_999]);
    const isInside = compiled({ percentage: 50, salt: 'summer' });
    expect([isInside({ userId: inside }), isInside({ userId: outside })]).toEqual([true, false]);
  });

  it("grows with the clock, or is evaluated at the context's instant", () => {
    const steps = [
      { at: '2026-11-01T00:00:00Z', percentage: 25 },
      { at: '2026-11-08T00:00:00Z', percentage: 100 },
    ];
    const [userId] = unitsOfBuckets('sale', BucketPurpose.Rollout, [25_000]);
    let now = Date.parse('2026-10-31T23:59:59Z');
    const isInside = compiled({ percentage: { steps } }, { now: () => now });
    expect([isInside({ userId }), isInside({})]).toStrictEqual([false, undefined]);
    now = Date.parse('2026-11-01T00:00:00Z');
    expect([isInside({ userId }), isInside({})]).toStrictEqual([false, undefined]);
    expect(isInside({ userId, timestamp: Date.parse('2026-11-08T00:00:00Z') })).toBe(true);
    now = Date.parse('2026-11-08T00:00:00Z');
    expect([isInside({ userId }), isInside({})]).toStrictEqual([true, undefined]);
  });

  it('passes percentages to a registered bucketer', () => {
    const buckets: Readonly<Record<string, number>> = { ada: 0, bob: 24.999, cleo: 25, dora: 99.9 };
    const extensions = { bucketers: { legacy: () => (unit: string) => buckets[unit] ?? 100 } };
    const isInside = compiled({ percentage: 25, bucketer: 'legacy' }, { extensions });
    expect(['ada', 'bob', 'cleo', 'dora'].map((userId) => isInside({ userId }))).toEqual([true, true, false, false]);
    expect(() => isInside({ userId: 'eve' })).toThrow(); // 100 is not one of its buckets
  });

  it('explains the percentage at that instant, where it ends, and the bucket', () => {
    const tracer = new Tracer();
    const linear = [
      { at: '2026-11-01T00:00:00Z', percentage: 0 },
      { at: '2026-11-11T00:00:00Z', percentage: 100 },
    ];
    const [userId = ''] = unitsOfBuckets('sale', BucketPurpose.Rollout, [20_000]);
    const isInside = compiled({ percentage: { linear } }, { tracer, now: () => Date.parse('2026-11-03T00:00:00Z') });
    expect(isInside({ userId })).toBe(false);
    expect(tracer.take()).toEqual([
      {
        step: 'rollout',
        percentage: 20,
        ranges: [{ from: 0, to: 20_000 }],
        holds: false,
        steps: [
          {
            step: 'bucket',
            purpose: 'rollout',
            salt: 'sale',
            unit: userId,
            unitBy: 'userId',
            bucket: 20_000,
            total: 100_000,
          },
        ],
      },
    ]);
    isInside({});
    expect(tracer.take()).toMatchObject([{ holds: null, steps: [{ unit: undefined, bucket: undefined }] }]);
  });
});
