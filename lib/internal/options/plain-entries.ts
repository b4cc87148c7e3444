import { kindOf } from './kind-of.js';

/**
 * The own members of a plain object, each read once; symbols are listed by their description. `undefined` for everything
 * else, because it may hold more than its members show: an empty list of a `Map` or of a class with private fields would
 * pass for "no options". What throws when it is read is not plain either.
 */
export function plainEntries(value: unknown): [name: string, value: unknown][] | undefined {
  try {
    if (!isPlainObject(value)) return undefined;
    return Reflect.ownKeys(value).map((name) => [String(name), value[name]]);
  } catch {
    return undefined; // a getter or a proxy
  }
}

/** Describes a value for which {@link plainEntries} finds no members, for a message. */
export function kindWithoutEntries(value: unknown): string {
  const kind = kindOf(value);
  try {
    return isPlainObject(value) ? `${kind} that throws when it is read` : kind;
  } catch {
    return `${kind} that throws when it is read`; // a proxy
  }
}

/**
 * Whether a value is a plain object: neither an array nor an instance of a class. Plain objects of other realms count
 * as well, such as those from the sandbox of a test runner, which has its own `Object.prototype`.
 *
 * @throws what a proxy throws
 */
export function isPlainObject(value: unknown): value is Readonly<Record<PropertyKey, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
