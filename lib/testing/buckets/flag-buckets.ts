import type { BucketingOptions, Bucketer } from '../../engine/allocation/bucketer.js';
import { createDraw } from '../../engine/allocation/draw.js';
import { NO_BUCKET } from '../../engine/allocation/no-bucket.js';
import { bucketPaths, type BucketBy } from '../../engine/allocation/targeting-key.js';
import type { Extensions } from '../../engine/extensions.js';
import type { FlagContext } from '../../engine/flag-context.js';
import type { Flag } from '../../engine/flag.js';
import { assertFlagKey } from '../../engine/flag-key.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { testScopes } from '../scope/test-scopes.js';
import type { BucketOptions } from './bucket-options.js';

/** The buckets of one flag, as the engine computes them. */
export interface FlagBuckets {
  /** The position of a context, in percent of all buckets: at least 0 and below 100; `undefined` without a targeting key. */
  readonly positionOf: (context: FlagContext) => number | undefined;
  /** The path from which the targeting key is read. */
  readonly path: string;
}

interface Bucketing extends BucketingOptions {
  readonly purpose: 'rollout' | 'variant';
  /** The scale of the buckets: 100 percent, or the sum of all weights. */
  readonly total: number;
  readonly extensions: Extensions | undefined;
}

/**
 * The buckets of a flag, with the options of its definition, if a running application defines it.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when applications define different buckets
 */
export function bucketsOf(key: string, options: BucketOptions): FlagBuckets {
  assertFlagKey(key);
  const bucketing = { ...definedBucketing(key), ...givenBucketing(options) };
  const draw = createDraw(bucketing, bucketing.purpose, bucketing.total, {
    key,
    now: () => 0,
    extensions: bucketing.extensions,
    segment: () => () => undefined,
    flag: () => () => undefined,
    report: (problem) => {
      throw new InvalidOptionsError(problem);
    },
  });
  const whole = draw.end(bucketing.total);
  const positionOf = (context: FlagContext) => {
    const bucket = draw.bucketOf(context);
    return bucket === NO_BUCKET ? undefined : (bucket * 100) / whole;
  };
  return { positionOf, path: firstPath(bucketing.bucketBy) };
}

function firstPath(bucketBy: BucketBy | undefined): string {
  return bucketPaths(bucketBy)[0] ?? 'userId';
}

const BUILT_IN: Bucketing = { purpose: 'rollout', total: 100, extensions: undefined };

function definedBucketing(key: string): Bucketing {
  const [first = BUILT_IN, ...others] = testScopes.managers
    .definitionsOf(key)
    .map(({ flag, extensions }) => ({ ...bucketingOf(flag), extensions }));
  if (others.every((other) => isSame(first, other))) return first;
  throw new InvalidOptionsError(
    `The running applications define different buckets for "${key}": give "salt" and "bucketBy", or close the others.`,
  );
}

function bucketingOf(flag: Flag): Omit<Bucketing, 'extensions'> {
  if (flag.type === 'variant') {
    const { salt, bucketBy, bucketer, variants } = flag;
    return {
      salt,
      bucketBy,
      bucketer,
      purpose: 'variant',
      total: variants.reduce((sum, { weight }) => sum + weight, 0),
    };
  }
  const { salt, bucketBy, bucketer }: BucketingOptions = flag.type === 'percentage' ? flag : {};
  return { salt, bucketBy, bucketer, purpose: 'rollout', total: 100 };
}

function isSame({ extensions: _one, ...one }: Bucketing, { extensions: _other, ...other }: Bucketing): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A bucketer that is given as a function is registered under a name, as the engine requires. */
function givenBucketing({ bucketer, ...given }: BucketOptions): Partial<Bucketing> {
  return bucketer === undefined ? given : { ...given, bucketer: 'given', extensions: extensionsWith(bucketer) };
}

function extensionsWith(bucketer: Bucketer): Extensions {
  return { bucketers: { given: bucketer } };
}
