import { attributeReader } from '../attributes/attribute-path.js';
import { isBoundedBigint } from '../attributes/bounded-bigint.js';
import type { FlagContext } from '../flag-context.js';
import { FlagLimits } from '../flag-limits.js';
import { assertAwaited, ownSessionId, ownUserId } from '../attributes/own-fields.js';
import { isText } from '../../internal/text.js';

/**
 * The source of a targeting key: the path of an attribute, or several paths. The first attribute that is present is
 * used.
 */
export type BucketBy = string | readonly string[];

/** Reads the targeting key of a context; `undefined` when it has none. Throws when the context cannot be read. */
export type KeyReader = (context: FlagContext) => string | undefined;

const DEFAULT_PATHS: readonly string[] = ['userId', 'sessionId'];

/**
 * Converts a value to a targeting key: text of 1 to 1,024 characters of well-formed Unicode, or the decimal text of a
 * finite number or bigint. `undefined` for anything else.
 */
export function targetingKey(value: unknown): string | undefined {
  if (typeof value === 'string') return isText(value, FlagLimits.targetingKeyLength) ? value : undefined;
  if (isNumeric(value)) return targetingKey(String(value));
  assertAwaited(value);
  return undefined;
}

/** A number or bigint as its decimal text, which is how lists and ids are compared; other values unchanged. */
export function asKeyText(value: unknown): unknown {
  return isNumeric(value) ? String(value) : value;
}

/**
 * The user's id as a targeting key, `undefined` when there is none.
 *
 * @throws {TypeError} when it is present but unusable, such as an object: a user exists but cannot be identified
 */
export function userKey(context: FlagContext): string | undefined {
  return asUserKey(ownUserId(context));
}

function asUserKey(userId: unknown): string | undefined {
  const key = targetingKey(userId);
  if (key === undefined && isPresent(userId)) throw new TypeError('The "userId" of a flag context cannot be used.');
  return key;
}

/** The paths from which a targeting key is read, in order; without `bucketBy`, `userId` and then `sessionId`. */
export function bucketPaths(bucketBy: BucketBy | undefined): readonly string[] {
  return bucketBy === undefined ? DEFAULT_PATHS : [bucketBy].flat();
}

/**
 * Reads the value that is bucketed. Only the first attribute that is present counts: if its value cannot be a key, such
 * as an object or an oversized text, the context has no key.
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

/** Reads the path from which the targeting key comes; `undefined` if there is no key. */
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

/** Reads a value for a key. An unusable session id is no error here, unlike in comparisons: the context has no key. */
function valueReader(path: string): (context: FlagContext) => unknown {
  return path === 'sessionId' ? ownSessionId : attributeReader(path);
}

function userOrSessionKey(context: FlagContext): string | undefined {
  const userId = ownUserId(context);
  return isPresent(userId) ? asUserKey(userId) : targetingKey(ownSessionId(context));
}

/** Whether a value is present. Forms and headers deliver empty text where there is no value. */
function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function isNumeric(value: unknown): value is number | bigint {
  if (typeof value === 'bigint') return isBoundedBigint(value);
  return typeof value === 'number' && Number.isFinite(value);
}
