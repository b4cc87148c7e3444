import { murmur3 } from './murmur3.js';

// FROZEN. These lines decide which user sees what. Changing any of them moves every user of every running rollout and
// experiment, so they never change; test/fixtures/golden-buckets.json holds them. With a unit per bucket step of
// 0.001 %, 32 bits leave a bias below 0.0024 % of a bucket's size.

/** Buckets are numbered 0 to 99,999: steps of 0.001 %. */
export const BUCKETS = 100_000;

/** What a bucket is drawn for: the two draws of one flag are independent of each other. */
export const BucketPurpose = { Rollout: 1, Variant: 2, Layer: 3 } as const;

export type BucketPurpose = (typeof BucketPurpose)[keyof typeof BucketPurpose];

/** The seed of a flag's buckets: `murmur3_x86_32(utf8(salt), purpose)`, signed. Compute it once per flag. */
export function bucketSeed(salt: string, purpose: BucketPurpose): number {
  return murmur3(salt, purpose);
}

/** The unit's bucket, 0 to 99,999: `floor(murmur3_x86_32(utf8(unit), seed) * 100000 / 2^32)`. */
export function bucketOf(unit: string, seed: number): number {
  return (((murmur3(unit, seed) >>> 0) * BUCKETS) / 0x1_0000_0000) | 0;
}
