import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagKey } from '../../engine/typed-flags.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { bucketOptions, type BucketOptions } from './bucket-options.js';
import { bucketsOf } from './flag-buckets.js';

/**
 * Returns the position of a user among the buckets of a flag, in percent: a rollout of 30% includes the users below 30. For a
 * variant flag, it is the position in the ranges of the variants, which divide the buckets in declared order.
 *
 * @returns a number from 0 to 99.999; always the same for the same flag and user
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when the context has no targeting key, or an option is invalid
 * @throws {InvalidFlagKeyError} (`INVALID_FLAG_KEY`) when the key is not valid
 * @example bucketOf('new_checkout', { userId: 'ada' });
 */
export function bucketOf(key: FlagKey, context: FlagContext, options: BucketOptions = {}): number {
  const { positionOf, path } = bucketsOf(key, bucketOptions.read(options));
  const position = positionOf(context);
  if (position !== undefined) return position;
  throw new InvalidOptionsError(`The context of bucketOf has no targeting key for "${key}": set "${path}".`);
}
