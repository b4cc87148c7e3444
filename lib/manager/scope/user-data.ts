import { InvalidContextError } from './invalid-context.error.js';
import { fieldOf } from './user-id.js';

/**
 * Copies the properties of a user: those of the result of `toJSON()` if that is an object, else the user's own.
 * `toJSON()` is called once, even if its result has a `toJSON()` too.
 *
 * @throws {InvalidContextError} when `toJSON()` returns a promise
 * @throws what `toJSON()` or a getter throws
 */
export function userData(user: object): Readonly<Record<string, unknown>> {
  if (!('toJSON' in user)) return { ...user };
  const toJSON = fieldOf(user, 'toJSON');
  if (typeof toJSON !== 'function') return { ...user };
  const data: unknown = Reflect.apply(toJSON, user, []);
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return { ...user };
  if (typeof fieldOf(data, 'then') !== 'function') return { ...data };
  throw new InvalidContextError('toJSON() of the user must not return a promise');
}
