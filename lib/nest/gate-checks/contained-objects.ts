import { types } from 'node:util';

const MAX_DEPTH = 3;
const MAX_VALUES = 1000;

/**
 * The objects of classes that a provider consists of: itself, or those in its arrays, sets, maps and plain objects. The
 * search is bounded, because a provider may be a large set of data.
 */
export function objectsIn(provider: unknown): object[] {
  const found = new Set<object>();
  let remaining = MAX_VALUES;
  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || remaining-- <= 0) return;
    const contents = contentsOf(value);
    if (contents === undefined) found.add(value);
    else if (depth < MAX_DEPTH) for (const each of contents) visit(each, depth + 1);
  };
  visit(provider, 0);
  return [...found];
}

/** The contents of a container; `undefined` for the object of a class. Accessors are not called. */
function contentsOf(value: object): Iterable<unknown> | undefined {
  if (types.isProxy(value)) return undefined;
  if (Array.isArray(value) || value instanceof Set) return value;
  if (value instanceof Map) return value.values();
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return undefined;
  return Object.values(Object.getOwnPropertyDescriptors(value)).map((property): unknown => property.value);
}
