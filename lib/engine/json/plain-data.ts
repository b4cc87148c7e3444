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
  return new PlainCopy(place, issues, mayBeDate).of(input);
}

/** An object or array that is being copied; paths are derived from these only when an issue is reported. */
interface Holder {
  readonly step: string | number | undefined;
  readonly above: Holder | undefined;
  readonly depth: number;
}

class PlainCopy {
  readonly #place: Path;
  readonly #issues: FlagIssue[];
  readonly #mayBeDate: (at: Path) => boolean;
  #nodes = 0;
  #characters = 0;

  constructor(place: Path, issues: FlagIssue[], mayBeDate: (at: Path) => boolean) {
    this.#place = place;
    this.#issues = issues;
    this.#mayBeDate = mayBeDate;
  }

  of(input: unknown): JsonValue | undefined {
    try {
      return this.#copy(input);
    } catch {
      this.#issues.push({ path: this.#place, message: 'cannot be read: one of its getters or proxies throws' });
      return undefined;
    }
  }

  /**
   * @param above the object or array that contains the value; absent for the input itself
   * @param step its name or index there
   */
  #copy(value: unknown, above?: Holder, step?: string | number): JsonValue | undefined {
    if (++this.#nodes > MAX_NODES) {
      if (this.#nodes === MAX_NODES + 1) this.#refuseWhole(`more than ${MAX_NODES} values`);
      return undefined;
    }
    if (typeof value === 'string') {
      if (!this.#countText(value)) return undefined;
      return value.isWellFormed() ? value : this.#refuse(ILL_FORMED, above, step);
    }
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'number') {
      if (value === 0) return 0; // -0 does not exist in JSON
      return Number.isFinite(value) ? value : this.#refuse('must be a finite number', above, step);
    }
    if (typeof value !== 'object') {
      return this.#refuse(`must be JSON data; given: ${kindOf(value)}`, above, step);
    }
    const depth = above === undefined ? 0 : above.depth + 1;
    if (depth > MAX_DEPTH) return this.#refuse(`is nested deeper than ${MAX_DEPTH} levels`, above, step);
    if (Array.isArray(value)) return this.#copyArray(value, { step, above, depth });
    if (isPlainObject(value)) return this.#copyObject(value, { step, above, depth });
    const time = timeOfDate(value);
    if (time !== undefined && this.#mayBeDate(this.#pathOf(above, step))) return new Date(time).toISOString();
    return this.#refuse(time === undefined ? noDate(value) : 'cannot be a Date', above, step);
  }

  #copyArray(array: readonly unknown[], holder: Holder): JsonValue {
    const result: JsonValue[] = [];
    for (let i = 0; i < array.length && this.#nodes <= MAX_NODES; i++) {
      result.push(this.#copy(array[i], holder, i) ?? null);
    }
    return Object.freeze(result);
  }

  #copyObject(object: Readonly<Record<PropertyKey, unknown>>, holder: Holder): JsonValue {
    const result: Record<string, JsonValue> = {};
    for (const name of Object.keys(object)) {
      if (this.#nodes > MAX_NODES || !this.#countText(name)) break;
      const value = object[name];
      if (REFUSED_NAMES.has(name)) {
        this.#refuse('is a reserved name', holder, name);
      } else if (!name.isWellFormed()) {
        this.#refuse(`is not a valid name: it ${ILL_FORMED}`, holder, name);
      } else if (value !== undefined) {
        const copied = this.#copy(value, holder, name);
        if (copied !== undefined) result[name] = copied;
      }
    }
    return Object.freeze(result);
  }

  /** Counts text. Returns whether it is within the limit; exceeding it is reported once, and the rest is not copied. */
  #countText(text: string): boolean {
    const before = this.#characters;
    this.#characters += text.length;
    if (this.#characters <= MAX_TEXT) return true;
    if (before <= MAX_TEXT) this.#refuseWhole(`more than ${MAX_TEXT} characters`);
    this.#nodes = MAX_NODES + 1;
    return false;
  }

  #refuse(message: string, above: Holder | undefined, step: string | number | undefined): undefined {
    this.#issues.push({ path: this.#pathOf(above, step), message });
    return undefined;
  }

  #refuseWhole(limit: string): void {
    this.#issues.push({ path: this.#place, message: `is too large: ${limit}` });
  }

  #pathOf(above: Holder | undefined, last: string | number | undefined): Path {
    const steps = last === undefined ? [] : [last];
    for (let holder = above; holder?.step !== undefined; holder = holder.above) steps.unshift(holder.step);
    return [...this.#place, ...steps];
  }
}

function noDate(value: object): string {
  return value instanceof Date ? 'is an invalid Date' : 'must be plain data, not an instance of a class';
}

/** Freezes JSON data to its leaves. */
export function deepFreeze<T>(data: T): T {
  if (typeof data !== 'object' || data === null || Object.isFrozen(data)) return data;
  Object.freeze(data);
  const members: readonly unknown[] = Array.isArray(data) ? data : Object.values(data);
  for (const value of members) if (typeof value === 'object') deepFreeze(value); // most are not
  return data;
}
