import { InvalidContextError } from './context.errors.js';
import { fieldOf } from './user-id.js';

/**
 * The properties of a user: what `toJSON()` gives, where it gives an object, else the own ones. It is called once, and
 * not followed when that has a `toJSON()` as well. A copy, because a user can change.
 *
 * @throws {InvalidContextError} when it gives a promise
 * @throws what it or a getter throws
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
