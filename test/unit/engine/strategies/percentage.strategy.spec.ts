import { describe, expect, it } from '@jest/globals';
import { BucketPurpose, bucketOf, bucketSeed } from '../../../../lib/engine/allocation/bucket.js';
import { compiled, untyped } from '../compiled.js';
import { unitsOfBuckets } from '../units-of-buckets.js';

function rollout(percentage: number, rest: object = {}) {
  return compiled('new_checkout', { type: 'percentage', percentage, ...rest });
}

function reasonOf(percentage: number, context: object, rest: object = {}): string {
  return rollout(percentage, rest)(untyped(context)).reason;
}

describe('A percentage flag', () => {
  it('is on inside the rollout and off outside it', () => {
    // user-1 has bucket 86,156 of new_checkout, see test/fixtures/golden-buckets.json
    expect(rollout(86.157)({ userId: 'user-1' })).toStrictEqual({
      key: 'new_checkout',
      enabled: true,
      variant: undefined,
      value: true,
      reason: 'percentage_rollout',
    });
    expect(rollout(86.156)({ userId: 'user-1' })).toStrictEqual({
      key: 'new_checkout',
      enabled: false,
      variant: undefined,
      value: false,
      reason: 'not_in_rollout',
    });
  });

  it('includes a unit from exactly the step that reaches its bucket', () => {
    const seed = bucketSeed('new_checkout', BucketPurpose.Rollout);
    for (let i = 0; i < 500; i++) {
      const userId = `user-${i}`;
      const bucket = bucketOf(userId, seed);
      expect(reasonOf(bucket / 1000, { userId })).toBe('not_in_rollout');
      expect(reasonOf((bucket + 1) / 1000, { userId })).toBe('percentage_rollout');
    }
  });

  it('includes only the first bucket at 0.001%', () => {
    const [first, second] = unitsOfBuckets('new_checkout', BucketPurpose.Rollout, [0, 1]);
    expect(reasonOf(0.001, { userId: first })).toBe('percentage_rollout');
    expect(reasonOf(0.001, { userId: second })).toBe('not_in_rollout');
  });

  it('excludes only the last bucket at 99.999%', () => {
    const [last, lastButOne] = unitsOfBuckets('new_checkout', BucketPurpose.Rollout, [99_999, 99_998]);
    expect(reasonOf(99.999, { userId: lastButOne })).toBe('percentage_rollout');
    expect(reasonOf(99.999, { userId: last })).toBe('not_in_rollout');
    expect(reasonOf(100, { userId: last })).toBe('percentage_rollout');
  });

  it('is off for everyone at 0%, with or without a unit', () => {
    const [first] = unitsOfBuckets('new_checkout', BucketPurpose.Rollout, [0]);
    for (const context of [{}, { userId: first }, { sessionId: 's-1' }, null]) {
      expect(reasonOf(0, context as object)).toBe('not_in_rollout');
    }
  });

  it('is on for everyone at 100%, with or without a unit', () => {
    for (const context of [{}, { userId: 'ada' }, { sessionId: 's-1' }, null]) {
      expect(rollout(100)(untyped(context))).toMatchObject({ enabled: true, reason: 'percentage_rollout' });
    }
  });

  it.each([0.001, 30, 99.999])('is off at %d %% for a context without a unit, and says so', (percentage) => {
    expect(rollout(percentage)({ userAttributes: { plan: 'gold' } })).toStrictEqual({
      key: 'new_checkout',
      enabled: false,
      variant: undefined,
      value: false,
      reason: 'no_bucketing_key',
    });
  });

  it('draws by the bucketBy attribute, so that all users of a company get the same answer', () => {
    const seed = bucketSeed('new_checkout', BucketPurpose.Rollout);
    const percentage = (bucketOf('acme', seed) + 1) / 1000;
    const bucketBy = { bucketBy: 'company' };
    for (let i = 0; i < 50; i++) {
      const context = { userId: `user-${i}`, userAttributes: { company: 'acme' } };
      expect(reasonOf(percentage, context, bucketBy)).toBe('percentage_rollout');
      expect(reasonOf(percentage - 0.001, context, bucketBy)).toBe('not_in_rollout');
    }
  });

  it('draws by the userId, then by the sessionId, unless bucketBy names another attribute', () => {
    const [inside, outside] = unitsOfBuckets('new_checkout', BucketPurpose.Rollout, [0, 99_999]);
    expect(reasonOf(50, { userId: inside, sessionId: outside })).toBe('percentage_rollout');
    expect(reasonOf(50, { userId: outside, sessionId: inside })).toBe('not_in_rollout');
    expect(reasonOf(50, { sessionId: inside })).toBe('percentage_rollout');
    const bucketBy = { bucketBy: 'company' };
    expect(reasonOf(50, { userId: inside, sessionId: inside }, bucketBy)).toBe('no_bucketing_key');
    expect(reasonOf(0, { userId: inside }, bucketBy)).toBe('not_in_rollout');
    expect(reasonOf(100, { userId: outside }, bucketBy)).toBe('percentage_rollout');
  });

  it('draws a number like its decimal text', () => {
    for (let id = 0; id < 100; id++) {
      expect(reasonOf(50, { userId: id })).toBe(reasonOf(50, { userId: String(id) }));
      expect(reasonOf(50, { userId: id })).not.toBe('no_bucketing_key');
    }
  });

  it('draws by its key when it has no salt, and by its salt when it has one', () => {
    const [inside, outside] = unitsOfBuckets('summer', BucketPurpose.Rollout, [0, 99_999]);
    const salt = { salt: 'summer' };
    expect(reasonOf(0.001, { userId: inside }, salt)).toBe('percentage_rollout');
    expect(reasonOf(99.999, { userId: outside }, salt)).toBe('not_in_rollout');
    expect(compiled('summer', { type: 'percentage', percentage: 0.001 })({ userId: inside }).enabled).toBe(true);
    expect(reasonOf(0.001, { userId: inside })).toBe('not_in_rollout');
  });

  it('shares its frozen answers between calls', () => {
    const evaluate = rollout(50);
    const [inside, other] = unitsOfBuckets('new_checkout', BucketPurpose.Rollout, [0, 1]);
    expect(evaluate({ userId: inside })).toBe(evaluate({ userId: other }));
    expect(Object.isFrozen(evaluate({ userId: inside }))).toBe(true);
    expect(Object.isFrozen(evaluate({}))).toBe(true);
  });
});
