import { BUCKETS, BucketPurpose, bucketOf as builtInBucketOf, bucketSeed } from './bucket.js';
import type { Bucketed, BucketDraw } from './bucketer.js';
import { failEvaluation } from '../compile/evaluation-failure.js';
import { registered } from '../extensions.js';
import type { FlagContext } from '../flag-context.js';
import { ignoreRejection } from '../../internal/ignore-rejection.js';
import { thrownName } from '../../internal/thrown-name.js';
import type { Scope } from '../compile/scope.js';
import { keyPathReader, keyReader, type KeyReader } from './targeting-key.js';
import { traced } from '../compile/tracer.js';

/** Puts contexts into buckets, for one purpose of one flag. */
export interface Draw {
  /** The context's bucket; -1 without a targeting key. Throws when a bucketer fails. */
  readonly bucketOf: (context: FlagContext) => number;
  /** Where the first `part` of the whole ends, on the scale of the buckets. */
  readonly end: (part: number) => number;
}

const PURPOSES = {
  rollout: BucketPurpose.Rollout,
  variant: BucketPurpose.Variant,
  layer: BucketPurpose.Layer,
} as const;

/** @param total what there is to draw from: 100 percent, or the sum of all weights */
export function createDraw(bucketed: Bucketed, purpose: BucketDraw['purpose'], total: number, scope: Scope): Draw {
  const { salt = scope.key, bucketer } = bucketed;
  const keyOf = keyReader(bucketed.bucketBy);
  const pathOf = keyPathReader(bucketed.bucketBy);
  const custom = bucketer !== undefined;
  const bucketOf = custom
    ? registeredBucketer(bucketer, keyOf, { key: scope.key, salt, purpose, total }, scope)
    : builtInBucketer(keyOf, bucketSeed(salt, PURPOSES[purpose]));
  return {
    bucketOf: traced(scope, bucketOf, (found, context) => ({
      step: 'bucket',
      purpose,
      salt,
      unit: keyOf(context),
      unitBy: pathOf(context),
      bucket: found === NO_BUCKET ? undefined : found,
      total: custom ? total : BUCKETS,
    })),
    end: custom ? (part) => part : (part) => nearestBucket((part * BUCKETS) / total),
  };
}

export const NO_BUCKET = -1;

function builtInBucketer(keyOf: KeyReader, seed: number): Draw['bucketOf'] {
  return (context) => {
    const key = keyOf(context);
    return key === undefined ? NO_BUCKET : builtInBucketOf(key, seed);
  };
}

function registeredBucketer(name: string, keyOf: KeyReader, draw: BucketDraw, scope: Scope): Draw['bucketOf'] {
  const fail = (why: string): never =>
    failEvaluation(scope, `Bucketer "${name}" failed for "${scope.key}", which is undecided and counts as off: ${why}`);
  try {
    const bucket = registered(scope.extensions?.bucketers, name)?.(draw);
    if (typeof bucket !== 'function') return () => fail('it is not registered');
    return (context) => {
      const key = keyOf(context);
      if (key === undefined) return NO_BUCKET;
      let found: unknown;
      try {
        found = bucket(key);
      } catch (error) {
        return fail(`it threw ${thrownName(error)}`);
      }
      if (typeof found === 'number' && found >= 0 && found < draw.total) return found;
      ignoreRejection(found);
      return fail(`it must answer a number, at least 0 and below ${draw.total}`);
    };
  } catch (error) {
    return () => fail(`it threw ${thrownName(error)}`);
  }
}

/**
 * Rounded to six decimals first, so that a half stays a half whatever the weights' floating-point noise. FROZEN, like
 * the buckets themselves.
 */
export function nearestBucket(end: number): number {
  return Math.round(Math.round(end * 1e6) / 1e6);
}
