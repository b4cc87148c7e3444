import { describe, expect, it } from '@jest/globals';
import { BucketPurpose } from '../../../../../lib/engine/allocation/bucket.js';
import { compileFlag } from '../../../../../lib/engine/compile/compile-flag.js';
import { parseFlag } from '../../../../../lib/engine/parse/parse-flag.js';
import type { Scope } from '../../../../../lib/engine/compile/scope.js';
import { Tracer } from '../../../../../lib/engine/compile/tracer.js';
import type { BucketBy } from '../../../../../lib/engine/allocation/targeting-key.js';
import { scopeOf } from '../../scopes.js';
import { unitsOfBuckets } from '../../units-of-buckets.js';
import { evaluatorOf } from '../../compiled.js';

const variants = [
  { name: 'old', weight: 0 },
  { name: 'new', weight: 1 },
];

function experiment(key: string, from: number, to: number, rest: object = {}, parts: Partial<Scope> = {}) {
  const { bucketBy, ...definition } = rest as { bucketBy?: BucketBy };
  const layer = { name: 'payment', from, to, ...(bucketBy === undefined ? {} : { bucketBy }) };
  return evaluatorOf(compileFlag(parseFlag(key, { type: 'boolean', ...definition, layer }), scopeOf(key, parts)));
}

describe('A layer', () => {
  it('admits the units whose bucket is in the range, and leaves the last bucket to the next flag', () => {
    const [express, wallet] = [experiment('express', 0, 33.333), experiment('wallet', 33.333, 100)];
    const users = unitsOfBuckets('payment', BucketPurpose.Layer, [0, 33_332, 33_333, 99_999]).map((userId) => ({
      userId,
    }));
    expect(users.map((user) => express(user).enabled)).toEqual([true, true, false, false]);
    expect(users.map((user) => wallet(user).enabled)).toEqual([false, false, true, true]);
  });

  it('admits units in any of several ranges', () => {
    const ranges = [
      { from: 50, to: 60 },
      { from: 0, to: 10 },
    ];
    const layer = { name: 'payment', ranges };
    const evaluate = evaluatorOf(compileFlag(parseFlag('express', { type: 'boolean', layer }), scopeOf('express')));
    const users = unitsOfBuckets('payment', BucketPurpose.Layer, [9999, 10_000, 50_000, 60_000]);
    expect(users.map((userId) => evaluate({ userId }).enabled)).toEqual([true, false, true, false]);
  });

  it('excludes all other units with the reason "not_in_layer", and a variant flag serves its default variant', () => {
    const [userId] = unitsOfBuckets('payment', BucketPurpose.Layer, [50_000]);
    expect(experiment('express', 0, 50)({ userId })).toStrictEqual({
      key: 'express',
      enabled: false,
      variant: undefined,
      value: false,
      reason: 'not_in_layer',
    });
    const variant = { type: 'variant', variants, defaultVariant: 'old' };
    expect(experiment('express', 0, 50, variant)({ userId })).toMatchObject({ variant: 'old', reason: 'not_in_layer' });
    expect(experiment('express', 50, 60, variant)({ userId })).toMatchObject({ variant: 'new', reason: 'variant' });
  });

  it('is closed to units without a targeting key, even when it belongs to one flag alone', () => {
    expect(experiment('express', 0, 100)({}).reason).toBe('no_bucketing_key');
  });

  it('takes the unit from `bucketBy`', () => {
    const [inside = '', outside = ''] = unitsOfBuckets('payment', BucketPurpose.Layer, [0, 99_999]);
    const evaluate = experiment('express', 0, 50, { bucketBy: 'company' });
    expect(evaluate({ userId: outside, userAttributes: { company: inside } }).enabled).toBe(true);
    expect(evaluate({ userId: inside, userAttributes: { company: outside } }).enabled).toBe(false);
    expect(evaluate({ userId: inside }).reason).toBe('no_bucketing_key');
    const byFirst = experiment('express', 0, 50, { bucketBy: ['company', 'userId'] });
    expect(byFirst({ userId: inside }).enabled).toBe(true);
  });

  it("draws independently of the flag's own rollout", () => {
    const layered = experiment('express', 0, 50, { type: 'percentage', percentage: 50 });
    const alone = evaluatorOf(
      compileFlag(parseFlag('express', { type: 'percentage', percentage: 50 }), scopeOf('express')),
    );
    const users = Array.from({ length: 1000 }, (_, i) => ({ userId: `user-${i}` }));
    const inLayer = users.filter((user) => layered(user).reason !== 'not_in_layer');
    const inBoth = inLayer.filter((user) => alone(user).enabled).length / inLayer.length;
    expect(inBoth).toBeGreaterThan(0.4);
    expect(inBoth).toBeLessThan(0.6);
  });

  it('is evaluated before the rules', () => {
    const [inside, outside] = unitsOfBuckets('payment', BucketPurpose.Layer, [0, 99_999]);
    const evaluate = experiment('express', 0, 50, { otherwise: false, rules: [{ serve: true }] });
    expect(evaluate({ userId: outside }).reason).toBe('not_in_layer');
    expect(evaluate({ userId: inside }).reason).toBe('rule_match');
  });

  it('explains the range and the bucket', () => {
    const tracer = new Tracer();
    const [userId = ''] = unitsOfBuckets('payment', BucketPurpose.Layer, [50_000]);
    const evaluate = experiment('express', 0, 50, {}, { tracer });
    evaluate({ userId });
    evaluate({});
    const bucket = { step: 'bucket', purpose: 'layer', salt: 'payment', total: 100_000 };
    const layer = { step: 'layer', layer: 'payment', ranges: [{ from: 0, to: 50_000 }] };
    expect(tracer.take().filter(({ step }) => step === 'layer')).toEqual([
      { ...layer, holds: false, steps: [{ ...bucket, unit: userId, unitBy: 'userId', bucket: 50_000 }] },
      { ...layer, holds: null, steps: [{ ...bucket, unit: undefined, unitBy: undefined, bucket: undefined }] },
    ]);
  });
});
