import { murmur3 } from './murmur3.js';

const { imul } = Math;

// FROZEN. These lines decide which user sees what. Changing any of them moves every user of every running rollout and
// experiment, so they never change; test/fixtures/golden-buckets.json pins their results. With 100,000 buckets, a
// 32-bit hash leaves a bias below 0.0024% of a bucket's size.

/** Buckets are numbered 0 to 99,999: steps of 0.001%. */
export const BUCKETS = 100_000;

/**
 * The purposes for which buckets are drawn. Each purpose has its own seed, so that the draws of one flag are
 * independent of each other.
 */
export const BucketPurpose = { Rollout: 1, Variant: 2, Layer: 3 } as const;

export type BucketPurpose = (typeof BucketPurpose)[keyof typeof BucketPurpose];

/** The seed of a flag's buckets: `murmur3_x86_32(utf8(salt), purpose)`, signed. Compute it once per flag. */
export function bucketSeed(salt: string, purpose: BucketPurpose): number {
  return murmur3(salt, purpose);
}

/** The unit's bucket, 0 to 99,999: `floor(murmur3_x86_32(utf8(unit), seed) * 100000 / 2^32)`. */
export function bucketOf(unit: string, seed: number): number {
  return bucketOfHash(murmur3(unit, seed));
}

/**
 * The bucket of a signed or unsigned hash. Computed with 32-bit integers only, which takes V8 half the time of a
 * product that overflows them: 100000 / 2^32 equals 3125 / 2^27, and 16 bits times 3125 fit into 32.
 */
export function bucketOfHash(hash: number): number {
  return (imul(hash >>> 16, 3125) + (imul(hash & 0xffff, 3125) >>> 16)) >>> 11;
}
