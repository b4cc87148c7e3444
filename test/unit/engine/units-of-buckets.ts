import { bucketOf, bucketSeed, type BucketPurpose } from '../../../lib/engine/allocation/bucket.js';

const TRIES = 3_000_000; // 30 units for each bucket

/** A sequential user id for each of the buckets. */
export function unitsOfBuckets(salt: string, purpose: BucketPurpose, buckets: readonly number[]): string[] {
  const seed = bucketSeed(salt, purpose);
  return buckets.map((bucket) => {
    for (let i = 0; i < TRIES; i++) {
      if (bucketOf(`user-${i}`, seed) === bucket) return `user-${i}`;
    }
    throw new Error(`no unit has bucket ${bucket}`);
  });
}
