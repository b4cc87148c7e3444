import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import reference from 'murmurhash3js-revisited';
import {
  BUCKETS,
  BucketPurpose,
  bucketOf,
  bucketOfHash,
  bucketSeed,
} from '../../../../lib/engine/allocation/bucket.js';
import { murmur3 } from '../../../../lib/engine/allocation/murmur3.js';

interface GoldenRow {
  readonly salt: string;
  readonly unit: string;
  readonly purpose: BucketPurpose;
  readonly seed: number;
  readonly hash: number;
  readonly bucket: number;
}

const golden = JSON.parse(readFileSync(new URL('../../../fixtures/golden-buckets.json', import.meta.url), 'utf8')) as {
  readonly comment: string;
  readonly rows: readonly GoldenRow[];
};

function referenceHash(text: string, seed: number): number {
  return reference.x86.hash32(new TextEncoder().encode(text), seed);
}

describe('bucket', () => {
  it.each(golden.rows)('keeps the golden bucket $bucket of $unit under $salt, purpose $purpose', (row) => {
    expect(bucketSeed(row.salt, row.purpose) >>> 0).toBe(row.seed);
    expect(murmur3(row.unit, row.seed) >>> 0).toBe(row.hash);
    expect(bucketOf(row.unit, row.seed)).toBe(row.bucket);
  });

  it('begins and ends each bucket at the same hash as the formula', () => {
    const differing: number[] = [];
    for (let bucket = 1; bucket <= BUCKETS; bucket++) {
      const first = Math.ceil((bucket * 0x1_0000_0000) / BUCKETS);
      const [before, at] = [bucketOfHash((first - 1) | 0), bucketOfHash(first | 0)];
      if (before !== bucket - 1 || at !== bucket % BUCKETS) differing.push(bucket);
    }
    expect(differing).toStrictEqual([]);
  });

  it('has golden rows that the reference implementation reproduces', () => {
    for (const row of golden.rows) {
      const seed = referenceHash(row.salt, row.purpose);
      const hash = referenceHash(row.unit, seed);
      const bucket = Number((BigInt(hash) * 100_000n) >> 32n);
      expect({ ...row, seed, hash, bucket }).toEqual(row);
    }
  });

  it('has golden rows for all purposes, for the first and the last bucket, and a warning to leave them alone', () => {
    expect(golden.comment).toContain('must never change');
    for (const purpose of Object.values(BucketPurpose)) {
      const buckets = golden.rows.filter((row) => row.purpose === purpose).map((row) => row.bucket);
      expect(buckets).toEqual(expect.arrayContaining([0, BUCKETS - 1]));
    }
  });

  it('has 100,000 buckets and fixed purposes', () => {
    expect(BUCKETS).toBe(100_000);
    expect(BucketPurpose).toEqual({ Rollout: 1, Variant: 2, Layer: 3 });
  });
});
