import type { FlagContext } from '../flag-context.js';
import type { Scope } from '../compile/scope.js';
import { traced } from '../compile/tracer.js';
import { BUCKETS, BucketPurpose, bucketOf as builtInBucketOf, bucketSeed } from './bucket.js';
import type { BucketingOptions, BucketDraw } from './bucketer.js';
import { NO_BUCKET } from './no-bucket.js';
import { bucketerReference, registeredBucketer } from './registered-bucketer.js';
import { keyPathReader, keyReader, type KeyReader } from './targeting-key.js';

/** Puts contexts into buckets, for one purpose of one flag. */
export interface Draw {
  /** The context's bucket; -1 without a targeting key. Throws when a bucketer fails. */
  readonly bucketOf: (context: FlagContext) => number;
  /** Converts a part of `total` to the scale of the buckets: the exclusive end of the first `part`. */
  readonly end: (part: number) => number;
}

const PURPOSES = {
  rollout: BucketPurpose.Rollout,
  variant: BucketPurpose.Variant,
  layer: BucketPurpose.Layer,
} as const;

/** @param total the whole that is divided: 100 percent, or the sum of all weights */
export function createDraw(
  bucketed: BucketingOptions,
  purpose: BucketDraw['purpose'],
  total: number,
  scope: Scope,
): Draw {
  const { salt = scope.key, bucketer } = bucketed;
  const keyOf = keyReader(bucketed.bucketBy);
  const pathOf = keyPathReader(bucketed.bucketBy);
  const custom = bucketer === undefined ? undefined : bucketerReference(bucketer);
  const bucketOf =
    custom === undefined
      ? builtInBucketer(keyOf, bucketSeed(salt, PURPOSES[purpose]))
      : registeredBucketer(custom.name, keyOf, bucketDraw(bucketed, { purpose, total }, scope.key), scope);
  return {
    bucketOf: traced(scope, bucketOf, (found, context) => ({
      step: 'bucket',
      purpose,
      salt,
      unit: keyOf(context),
      unitBy: pathOf(context),
      bucket: found === NO_BUCKET ? undefined : found,
      total: custom === undefined ? BUCKETS : total,
    })),
    end: custom === undefined ? (part) => nearestBucket((part * BUCKETS) / total) : (part) => part,
  };
}

/** The description of one draw that a bucketer receives. */
export function bucketDraw(
  { salt, bucketer }: BucketingOptions,
  { purpose, total }: Pick<BucketDraw, 'purpose' | 'total'>,
  key: string,
): BucketDraw {
  const parameters = bucketer === undefined ? undefined : bucketerReference(bucketer).parameters;
  return { key, salt: salt ?? key, purpose, total, parameters };
}

function builtInBucketer(keyOf: KeyReader, seed: number): Draw['bucketOf'] {
  return (context) => {
    const key = keyOf(context);
    return key === undefined ? NO_BUCKET : builtInBucketOf(key, seed);
  };
}

/**
 * Rounds to the nearest bucket, after rounding to six decimals, so that floating-point noise in the weights never turns
 * an exact half into slightly less. FROZEN, like the buckets themselves.
 */
export function nearestBucket(end: number): number {
  return Math.round(Math.round(end * 1e6) / 1e6);
}
