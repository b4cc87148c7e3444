import type { JsonValue } from './json-value.js';

/** Whether two JSON values are equal, regardless of the order of an object's members. */
export function jsonEqual(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  return names.every((name) => Object.hasOwn(other, name) && jsonEqual(member(one, name), member(other, name)));
}

function member(holder: object, name: string): JsonValue | undefined {
  return (holder as Readonly<Record<string, JsonValue>>)[name];
}
