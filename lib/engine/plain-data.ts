import type { FlagIssue } from './flag.errors.js';
import type { JsonValue } from './json-value.js';

const MAX_DEPTH = 32;
const MAX_NODES = 250_000; // two and a half times the longest legal definition: 100,000 users
const REFUSED_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

type Path = readonly (string | number)[];

/**
 * Copies untrusted input into plain JSON data: dates become ISO 8601 strings, `undefined` properties vanish. Functions,
 * class instances, cycles, non-finite numbers, oversized trees and names such as `__proto__` are reported in `issues`.
 * Getters and proxies are read once, and what they throw is an issue too.
 */
export function plainData(input: unknown, path: Path, issues: FlagIssue[]): JsonValue | undefined {
  let nodes = 0;

  function refuse(at: Path, message: string): undefined {
    issues.push({ path: at, message });
    return undefined;
  }

  function copy(value: unknown, at: Path, depth: number): JsonValue | undefined {
    if (++nodes > MAX_NODES) {
      return nodes === MAX_NODES + 1 ? refuse(path, `is too large: more than ${MAX_NODES} values`) : undefined;
    }
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') {
      return Number.isFinite(value) ? value : refuse(at, 'must be a finite number');
    }
    if (typeof value !== 'object') return refuse(at, `cannot be of type ${typeof value}: use JSON data`);
    if (depth > MAX_DEPTH) return refuse(at, `is nested deeper than ${MAX_DEPTH} levels`);
    if (value instanceof Date) {
      return Number.isNaN(value.getTime()) ? refuse(at, 'is an invalid Date') : value.toISOString();
    }
    if (Array.isArray(value)) return copyArray(value, at, depth);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      return refuse(at, 'must be plain data, not an instance of a class');
    }
    return copyObject(value, at, depth);
  }

  function copyArray(array: readonly unknown[], at: Path, depth: number): JsonValue {
    const result: JsonValue[] = [];
    for (let i = 0; i < array.length && nodes <= MAX_NODES; i++) {
      result.push(copy(array[i], [...at, i], depth + 1) ?? null);
    }
    return result;
  }

  function copyObject(object: object, at: Path, depth: number): JsonValue {
    const result: Record<string, JsonValue> = {};
    for (const [name, value] of Object.entries(object) as [string, unknown][]) {
      if (nodes > MAX_NODES) break;
      if (REFUSED_NAMES.has(name)) {
        refuse([...at, name], 'is a name that is not allowed');
      } else if (value !== undefined) {
        const copied = copy(value, [...at, name], depth + 1);
        if (copied !== undefined) result[name] = copied;
      }
    }
    return result;
  }

  try {
    return copy(input, path, 0);
  } catch {
    return refuse(path, 'cannot be read: a getter or proxy of it throws');
  }
}

/** Freezes JSON data to its leaves. */
export function deepFreeze<T>(data: T): T {
  if (typeof data === 'object' && data !== null && !Object.isFrozen(data)) {
    Object.freeze(data);
    for (const value of Object.values(data)) deepFreeze(value);
  }
  return data;
}
