import { InvalidFlagError, VALID_KEY, type FlagIssue } from '../flag.errors.js';
import { isFlagKey } from '../flag-key.js';
import { FlagLimits } from '../flag-limits.js';
import type { JsonValue } from '../json/json-value.js';
import { kindOf } from '../../internal/options/kind-of.js';
import { isPlainObject } from '../../internal/options/plain-entries.js';
import { plainData } from '../json/plain-data.js';

/** A parsed definition, or what is wrong with it. */
export type Parsed<D> =
  | { readonly definition: D; readonly issues?: undefined }
  | { readonly definition?: undefined; readonly issues: readonly FlagIssue[] };

type Read<D> = (key: string, data: JsonValue | undefined, place: readonly string[]) => Parsed<D>;

/** Parses definitions of one kind. The result is deeply frozen; parsing a result again returns it unchanged. */
export class DefinitionParser<D extends { readonly key: string; readonly version?: number | undefined }> {
  readonly #made = new WeakSet<object>();
  readonly #place: readonly string[];
  readonly #read: Read<D>;

  /**
   * @param place the beginning of the paths of problems, before the key
   * @param read creates a new object from plain data; its members are deeply frozen
   */
  constructor(place: readonly string[], read: Read<D>) {
    this.#place = place;
    this.#read = read;
  }

  /** Parses one untrusted definition. Never throws. */
  parse(key: string, definition: unknown): Parsed<D> {
    if (this.#isOwn(definition, key)) return { definition };
    if (!isFlagKey(key)) {
      const path = [...this.#place, typeof key === 'string' ? (key as string).slice(0, 80) : kindOf(key)];
      return { issues: [{ path, message: `is not a valid key: ${VALID_KEY}` }] };
    }
    const place = [...this.#place, key];
    if (definition === undefined) return { issues: [{ path: place, message: 'is missing: add its definition' }] };
    const issues: FlagIssue[] = [];
    const data = plainData(definition, place, issues);
    if (issues.length > 0) return { issues };
    const parsed = this.#read(key, data, place);
    if (parsed.definition !== undefined) this.#made.add(Object.freeze(parsed.definition));
    return parsed;
  }

  /** A definition with another version. If it was parsed, the result need not be parsed again. */
  withVersion(definition: D, version: number): D {
    const versioned = Object.freeze({ ...definition, version });
    if (this.#made.has(definition)) this.#made.add(versioned);
    return versioned;
  }

  /**
   * Parses a whole set of untrusted definitions, by key.
   *
   * @param source the name of the source, for the error
   * @throws {InvalidFlagError} (`INVALID_FLAG`) listing the problems of all definitions at once; never anything else
   */
  parseAll(definitions: unknown, source?: string): Map<string, D> {
    const all = new Map<string, D>();
    const issues: FlagIssue[] = [];
    const entries = entriesOf(definitions, this.#place, issues);
    this.assertCount(entries.length, source);
    for (const [key, each] of entries) {
      const { definition, issues: problems = [] } = this.parse(key, each);
      for (const problem of problems) issues.push(problem);
      if (definition !== undefined) all.set(key, definition);
    }
    if (issues.length > 0) throw new InvalidFlagError(issues, source);
    return all;
  }

  /** @throws {InvalidFlagError} (`INVALID_FLAG`) when a source has too many definitions */
  assertCount(count: number, source?: string): void {
    if (count <= FlagLimits.definitions) return;
    const message = `are ${count} definitions, more than ${FlagLimits.definitions}: use several sources, or fewer`;
    throw new InvalidFlagError([{ path: this.#place, message }], source);
  }

  #isOwn(definition: unknown, key: string): definition is D {
    if (typeof definition !== 'object' || definition === null) return false;
    return this.#made.has(definition) && (definition as D).key === key;
  }
}

function entriesOf(definitions: unknown, place: readonly string[], issues: FlagIssue[]): [string, unknown][] {
  try {
    if (definitions instanceof Map) return textEntriesOf(definitions, place, issues);
    if (isPlainObject(definitions)) return Object.entries(definitions);
  } catch {
    issues.push({ path: place, message: 'cannot be read: one of its getters or proxies throws' });
    return [];
  }
  issues.push({ path: place, message: 'must be an object of definitions by key' });
  return [];
}

function textEntriesOf(
  definitions: ReadonlyMap<unknown, unknown>,
  place: readonly string[],
  issues: FlagIssue[],
): [string, unknown][] {
  const entries: [string, unknown][] = [];
  for (const [key, definition] of Map.prototype.entries.call(definitions) as MapIterator<[unknown, unknown]>) {
    if (typeof key === 'string') entries.push([key, definition]);
    else issues.push({ path: place, message: `must have strings as keys; given: ${kindOf(key)}` });
  }
  return entries;
}
