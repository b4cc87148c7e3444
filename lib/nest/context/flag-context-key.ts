import { isText } from '../../internal/text.js';
import { InvalidContextError } from '../../manager/scope/invalid-context.error.js';

type KeyPart = string | number | bigint | boolean | object | null | undefined;

/** The result of the `cacheKey` of a `FlagContextResolver`: everything that the context of a request depends on. */
export type FlagContextKey = KeyPart | readonly KeyPart[];

const MAX_PARTS = 16;
const MAX_LENGTH = 1024;

/**
 * The parts of a key, to be compared by {@link isSameKey}; `undefined` when all of them are `null` or `undefined`.
 *
 * @throws {InvalidContextError} when it is not a {@link FlagContextKey}
 */
export function keyParts(key: unknown): readonly unknown[] | undefined {
  const parts: readonly unknown[] = Array.isArray(key) ? key.slice(0, MAX_PARTS + 1) : [key]; // copied, because the resolver may reuse the list
  if (parts.length > MAX_PARTS) throw new InvalidContextError(`a cacheKey must have at most ${MAX_PARTS} parts`);
  if (!parts.every(isPart)) {
    throw new InvalidContextError(
      'a cacheKey must be text of up to 1,024 characters, a number, a bigint, a boolean, an object, or a list of these',
    );
  }
  return parts.some((part) => part !== undefined && part !== null) ? parts : undefined;
}

export function isSameKey(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}

function isPart(part: unknown): boolean {
  switch (typeof part) {
    case 'string':
      return isText(part, MAX_LENGTH, 0);
    case 'number':
      return Number.isFinite(part);
    case 'object':
      return !Array.isArray(part) && !(part instanceof Promise);
    default:
      return part === undefined || typeof part === 'bigint' || typeof part === 'boolean';
  }
}
