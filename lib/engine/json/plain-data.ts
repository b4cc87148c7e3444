import { timeOfDate } from '../../internal/date-time.js';
import { FlagLimits } from '../flag-limits.js';
import type { FlagIssue } from '../flag.errors.js';
import { kindOf } from '../../internal/options/kind-of.js';
import { isPlainObject } from '../../internal/options/plain-entries.js';
import type { JsonValue } from './json-value.js';

const MAX_DEPTH = 32;
const MAX_TEXT = FlagLimits.definitionText;
const MAX_NODES = 250_000; // two and a half times the longest legal definition: 100,000 users
const ILL_FORMED = 'contains a lone surrogate: use well-formed Unicode';
const REFUSED_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

type Path = readonly (string | number)[];

/**
 * Copies untrusted input into deeply frozen JSON data, so that the data that is checked is the data that is stored and
 * audited. Dates become ISO 8601 strings (their own methods are not called), -0 becomes 0, and `undefined` properties,
 * symbols and extra properties of arrays are dropped. Functions, class instances, wrapper objects, holes in arrays,
 * cycles, non-finite numbers, lone surrogates, oversized trees and names such as `__proto__` are reported in `issues`.
 * Getters and proxies are read once; an error that they throw is reported as an issue.
 *
 * @param mayBeDate whether a `Date` is allowed at a path; elsewhere its text would be taken for an id or a name.
 *   @default everywhere
 */
export function plainData(
  input: unknown,
  place: Path,
  issues: FlagIssue[],
  mayBeDate: (at: Path) => boolean = () => true,
): JsonValue | undefined {
  const at: (string | number)[] = [...place]; // the current path; one shared array, because issues are rare
  let nodes = 0;
  let characters = 0;

  function refuse(message: string): undefined {
    issues.push({ path: [...at], message });
    return undefined;
  }

  /** Counts text. Returns whether it is within the limit; exceeding it is reported once, and the rest is not copied. */
  function countText(text: string): boolean {
    const before = characters;
    characters += text.length;
    if (characters <= MAX_TEXT) return true;
    if (before <= MAX_TEXT) issues.push({ path: place, message: `is too large: more than ${MAX_TEXT} characters` });
    nodes = MAX_NODES + 1;
    return false;
  }

  function copy(value: unknown, depth: number): JsonValue | undefined {
    if (++nodes > MAX_NODES) {
      if (nodes === MAX_NODES + 1) issues.push({ path: place, message: `is too large: more than ${MAX_NODES} values` });
      return undefined;
    }
    if (typeof value === 'string') {
      if (!countText(value)) return undefined;
      return value.isWellFormed() ? value : refuse(ILL_FORMED);
    }
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'number') {
      if (value === 0) return 0; // -0 does not exist in JSON
      return Number.isFinite(value) ? value : refuse('must be a finite number');
    }
    if (typeof value !== 'object') return refuse(`must be JSON data; given: ${kindOf(value)}`);
    if (depth > MAX_DEPTH) return refuse(`is nested deeper than ${MAX_DEPTH} levels`);
    if (Array.isArray(value)) return copyArray(value, depth);
    if (isPlainObject(value)) return copyObject(value, depth);
    const time = timeOfDate(value);
    if (time !== undefined) return mayBeDate(at) ? new Date(time).toISOString() : refuse('cannot be a Date');
    return refuse(value instanceof Date ? 'is an invalid Date' : 'must be plain data, not an instance of a class');
  }

  function copyAt(step: string | number, value: unknown, depth: number): JsonValue | undefined {
    at.push(step);
    const copied = copy(value, depth + 1);
    at.pop();
    return copied;
  }

  function copyArray(array: readonly unknown[], depth: number): JsonValue {
    const result: JsonValue[] = [];
    for (let i = 0; i < array.length; i++) {
      if (nodes > MAX_NODES) break;
      result.push(copyAt(i, array[i], depth) ?? null);
    }
    return Object.freeze(result);
  }

  function copyObject(object: Readonly<Record<PropertyKey, unknown>>, depth: number): JsonValue {
    const result: Record<string, JsonValue> = {};
    for (const name of Object.keys(object)) {
      if (nodes > MAX_NODES || !countText(name)) break;
      const value = object[name];
      if (REFUSED_NAMES.has(name)) {
        issues.push({ path: [...at, name], message: 'is a reserved name' });
      } else if (!name.isWellFormed()) {
        issues.push({ path: [...at, name], message: `is not a valid name: it ${ILL_FORMED}` });
      } else if (value !== undefined) {
        const copied = copyAt(name, value, depth);
        if (copied !== undefined) result[name] = copied;
      }
    }
    return Object.freeze(result);
  }

  try {
    return copy(input, 0);
  } catch {
    issues.push({ path: place, message: 'cannot be read: one of its getters or proxies throws' });
    return undefined;
  }
}

/** Freezes JSON data to its leaves. */
export function deepFreeze<T>(data: T): T {
  if (typeof data !== 'object' || data === null || Object.isFrozen(data)) return data;
  Object.freeze(data);
  const members: readonly unknown[] = Array.isArray(data) ? data : Object.values(data);
  for (const value of members) if (typeof value === 'object') deepFreeze(value); // most are not
  return data;
}
