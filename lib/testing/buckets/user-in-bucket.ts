import { attributePathProblem, namesOf } from '../../engine/attributes/attribute-path.js';
import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagKey } from '../../engine/typed-flags.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { option } from '../../internal/options/option-readers.js';
import { bucketOptions, type BucketOptions } from './bucket-options.js';
import { bucketsOf } from './flag-buckets.js';

/** A share of the users of a rollout, in percent. */
export type BucketShare = number | `${number}%`;

/** How many users are tried: one of a bucket of 0.001% is among them with a probability of 1 - 5e-9. */
const MAX_USERS = 2_000_000;

const percentOption = option<number>(
  (value) => typeof value === 'number' && value >= 0 && value <= 100,
  'must be a percentage from 0 to 100, such as "30%"',
);

/**
 * Returns a user whom a rollout of this share includes. It is always the same one, and respects the salt, the attribute
 * and the bucketer of the flag.
 *
 * @param share such as `'30%'`
 * @returns a context with the targeting key only
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when there is no such user, or an argument is invalid
 * @throws {InvalidFlagKeyError} (`INVALID_FLAG_KEY`) when the key is not valid
 * @example flags.isEnabled('new_checkout', userInBucket('new_checkout', '30%')); // true
 */
export function userInBucket(key: FlagKey, share: BucketShare, options: BucketOptions = {}): FlagContext {
  return findUser(key, share, options, (position, percent) => position < percent);
}

/**
 * Returns a user whom a rollout of this share excludes; see {@link userInBucket}.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when there is no such user, or an argument is invalid
 * @throws {InvalidFlagKeyError} (`INVALID_FLAG_KEY`) when the key is not valid
 * @example flags.isEnabled('new_checkout', userOutsideBucket('new_checkout', '30%')); // false
 */
export function userOutsideBucket(key: FlagKey, share: BucketShare, options: BucketOptions = {}): FlagContext {
  return findUser(key, share, options, (position, percent) => position >= percent);
}

function findUser(
  key: FlagKey,
  share: BucketShare,
  options: BucketOptions,
  fits: (position: number, percent: number) => boolean,
): FlagContext {
  const percent = percentOption(percentOf(share), 'The share of a bucket');
  const { positionOf, path } = bucketsOf(key, bucketOptions.read(options));
  for (let number = 1; number <= MAX_USERS; number++) {
    const context = contextWith(path, `user-${number}`);
    const position = positionOf(context);
    if (position !== undefined && fits(position, percent)) return context;
  }
  throw new InvalidOptionsError(`There is no user of "${key}" for a share of ${percent}%: choose another share.`);
}

function percentOf(share: unknown): unknown {
  return typeof share === 'string' && /^\d+(?:\.\d+)?%$/.test(share) ? Number(share.slice(0, -1)) : share;
}

/** A context in which the attribute at a path has a value. */
function contextWith(path: string, value: string): FlagContext {
  const names = namesOf(path);
  const [first = ''] = names;
  if (names.length === 1 && (first === 'userId' || first === 'sessionId')) return { [first]: value };
  if (attributePathProblem(path) !== undefined)
    throw new InvalidOptionsError(`"${path}" is not a path of an attribute.`);
  return { userAttributes: names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object };
}
