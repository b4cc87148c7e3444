import { attributeReader } from '../attributes/attribute-path.js';
import { isBoundedBigint } from '../attributes/bounded-bigint.js';
import type { FlagContext } from '../flag-context.js';
import { FlagLimits } from '../flag-limits.js';
import { assertAwaited, ownSessionId, ownUserId } from '../attributes/own-fields.js';
import { isText } from '../../internal/text.js';

/** Where a targeting key comes from: the path of an attribute, or several paths of which the first present one counts. */
export type BucketBy = string | readonly string[];

/** Reads the targeting key of a context; `undefined` when it has none. Throws when the context cannot be read. */
export type KeyReader = (context: FlagContext) => string | undefined;

const DEFAULT_PATHS: readonly string[] = ['userId', 'sessionId'];

/**
 * A value as a targeting key: text of 1 to 1,024 characters of well-formed Unicode; a finite number or a bigint counts as
 * its decimal text. Anything else is no key.
 */
export function targetingKey(value: unknown): string | undefined {
  if (typeof value === 'string') return isText(value, FlagLimits.targetingKeyLength) ? value : undefined;
  if (isNumeric(value)) return targetingKey(String(value));
  assertAwaited(value);
  return undefined;
}

/** A number or bigint as its decimal text, as lists and comparisons with ids see it; other values as they are. */
export function asKeyText(value: unknown): unknown {
  return isNumeric(value) ? String(value) : value;
}

/**
 * The user's id as a targeting key, `undefined` when there is none.
 *
 * @throws {TypeError} when it is present but cannot be used, such as an object: there is a user, who cannot be identified
 */
export function userKey(context: FlagContext): string | undefined {
  return asUserKey(ownUserId(context));
}

function asUserKey(userId: unknown): string | undefined {
  const key = targetingKey(userId);
  if (key === undefined && isPresent(userId)) throw new TypeError('The "userId" of a flag context cannot be used.');
  return key;
}

/** The paths that a targeting key is read from, in order: without `bucketBy` the user's id, then the session's. */
export function bucketPaths(bucketBy: BucketBy | undefined): readonly string[] {
  return bucketBy === undefined ? DEFAULT_PATHS : [bucketBy].flat();
}

/**
 * Reads the value that is bucketed. The first attribute that is present decides, and nothing else stands in for it: one
 * that is present and no key, such as an object or an oversized text, leaves the context without a key.
 */
export function keyReader(bucketBy: BucketBy | undefined): KeyReader {
  if (bucketBy === undefined) return userOrSessionKey;
  const [first = '', ...others] = bucketPaths(bucketBy);
  const read = valueReader(first);
  if (others.length === 0) return (context) => targetingKey(read(context));
  const readers = [read, ...others.map(valueReader)];
  return (context) => {
    for (const readNext of readers) {
      const value = readNext(context);
      if (isPresent(value)) return targetingKey(value);
    }
    return undefined;
  };
}

/** Reads which of the paths gives the targeting key; `undefined` where there is no key. */
export function keyPathReader(bucketBy: BucketBy | undefined): KeyReader {
  const readers = bucketPaths(bucketBy).map((path) => ({ path, read: valueReader(path) }));
  return (context) => {
    for (const { path, read } of readers) {
      const value = read(context);
      if (isPresent(value)) return targetingKey(value) === undefined ? undefined : path;
    }
    return undefined;
  };
}

/** Unlike in comparisons, a session whose id cannot be used has no key. */
function valueReader(path: string): (context: FlagContext) => unknown {
  return path === 'sessionId' ? ownSessionId : attributeReader(path);
}

function userOrSessionKey(context: FlagContext): string | undefined {
  const userId = ownUserId(context);
  return isPresent(userId) ? asUserKey(userId) : targetingKey(ownSessionId(context));
}

/** An empty text is what a form or header leaves where there is nothing. */
function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function isNumeric(value: unknown): value is number | bigint {
  if (typeof value === 'bigint') return isBoundedBigint(value);
  return typeof value === 'number' && Number.isFinite(value);
}
