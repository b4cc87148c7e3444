import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { BucketPurpose, bucketOf, bucketSeed } from '../../../lib/engine/allocation/bucket.js';
import type { Evaluator } from '../../../lib/engine/compile/scope.js';
import { compiled, untyped } from '../../unit/engine/compiled.js';
import { alive, context } from './shop-arbitraries.js';

const step = fc.integer({ min: 0, max: 100_000 });
const salt = fc.string({ minLength: 1, maxLength: 20, unit: 'binary' });
const unit = fc.string({ minLength: 1, maxLength: 20, unit: 'binary' });

function rollout(steps: number, rest: object = {}): Evaluator {
  return compiled('new_checkout', { type: 'percentage', percentage: steps / 1000, ...rest });
}

describe('A percentage rollout', () => {
  it('only adds users when it is raised, whatever the salt', () => {
    const users = Array.from({ length: 100 }, (_, i) => ({ userId: `user-${i}` }));
    fc.assert(
      fc.property(salt, step, step, (some, one, other) => {
        const before = rollout(Math.min(one, other), { salt: some });
        const after = rollout(Math.max(one, other), { salt: some });
        const lost = users.filter((user) => before(user).enabled && !after(user).enabled);
        expect(lost).toStrictEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it('includes exactly the buckets below its steps', () => {
    fc.assert(
      fc.property(salt, unit, step, (some, userId, steps) => {
        const bucket = bucketOf(userId, bucketSeed(some, BucketPurpose.Rollout));
        expect(rollout(steps, { salt: some })({ userId }).enabled).toBe(bucket < steps);
        expect(rollout(bucket, { salt: some })({ userId }).enabled).toBe(false);
        expect(rollout(bucket + 1, { salt: some })({ userId }).enabled).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('is off for any context at 0% and on for any context at 100%', () => {
    fc.assert(
      fc.property(context, salt, (input, some) => {
        const each = untyped(alive(input));
        expect(rollout(0, { salt: some, bucketBy: 'plan' })(each)).toMatchObject({
          enabled: false,
          reason: 'not_in_rollout',
        });
        expect(rollout(100_000, { salt: some })(each)).toMatchObject({ enabled: true, reason: 'percentage_rollout' });
      }),
      { numRuns: 3000 },
    );
  });

  it('has buckets from 0 to 99,999 only', () => {
    fc.assert(
      fc.property(unit, fc.integer({ min: 0, max: 0xffffffff }), (some, seed) => {
        const bucket = bucketOf(some, seed);
        expect(Number.isInteger(bucket) && bucket >= 0 && bucket < 100_000).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });
});
