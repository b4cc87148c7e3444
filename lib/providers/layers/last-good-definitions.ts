import { isDeepStrictEqual } from 'node:util';
import type { DefinitionReader } from '../definition-reader.js';
import type { FlagProblem } from '../flag-provider.js';
import type { LayerDefinitions } from './definition-layer.js';

type Problems = ReadonlyMap<string, readonly FlagProblem[]>;

/**
 * The definitions of one kind as a provider last delivered them. If a definition becomes unreadable, its last valid
 * version is kept. Written and announced definitions take precedence over reads that began earlier, which do not
 * include them. A definition that is equal to its previous version remains the same object.
 */
export class LastGoodDefinitions<D> implements LayerDefinitions<D> {
  readonly #reader: DefinitionReader<D>;
  readonly #changed: (key: string) => void;
  /** Changes that are not included in the reads in progress. */
  readonly #newer = new Map<string, { readonly definition: D | undefined; readonly generation: number }>();
  #all = new Map<string, D>();
  #problems = new Map<string, readonly FlagProblem[]>();

  /** @param changed called with the key of each definition that changed, was removed, or became unreadable or readable */
  constructor(reader: DefinitionReader<D>, changed: (key: string) => void = () => {}) {
    this.#reader = reader;
    this.#changed = changed;
  }

  get all(): ReadonlyMap<string, D> {
    return this.#all;
  }

  get problems(): readonly FlagProblem[] {
    return this.#problems.size === 0 ? NO_PROBLEMS : [...this.#problems.values()].flat();
  }

  problemOf(key: string): string | undefined {
    return this.#problems
      .get(key)
      ?.map(({ message }) => message)
      .join('; ');
  }

  claims(key: string): boolean {
    return this.#all.has(key) || this.#problems.has(key);
  }

  /** The number of definitions after a change; see {@link change}. */
  sizeAfter(changed: ReadonlyMap<string, D | undefined>): number {
    let size = this.#all.size;
    for (const [key, definition] of changed) {
      size += Number(definition !== undefined) - Number(this.#all.has(key));
    }
    return size;
  }

  /**
   * Applies a read.
   *
   * @param generation the number of the read, in the order in which reads begin
   * @param delivered the definitions; this map is kept and modified
   */
  accept(generation: number, delivered: Map<string, D>, problems: readonly FlagProblem[]): void {
    const [before, problemsBefore] = [this.#all, this.#problems];
    const unreadable = this.#byKey(problems);
    for (const key of unreadable.keys()) {
      const lastGood = before.get(key);
      if (lastGood !== undefined) delivered.set(key, lastGood);
    }
    for (const [key, { generation: since, definition }] of this.#newer) {
      if (since < generation) this.#newer.delete(key);
      else {
        put(delivered, key, definition);
        unreadable.delete(key);
      }
    }
    this.#all = delivered;
    this.#problems = unreadable;
    this.#tellDifferences(before, problemsBefore);
  }

  /**
   * Applies a write.
   *
   * @param generation the number of the read that began last, if one is in progress
   * @param answer the untrusted result of the provider
   * @throws {InvalidFlagError} (`INVALID_FLAG`) when the result is invalid
   */
  written(generation: number | undefined, key: string, answer: unknown): D | undefined {
    const definition = answer === undefined ? undefined : this.#reader.parse(key, answer);
    this.change(generation, new Map([[key, definition]]), []);
    return definition;
  }

  /**
   * Applies a change of some definitions.
   *
   * @param generation the number of the read that began last, if one is in progress
   * @param changed the changed definitions by key; `undefined` for removed ones
   * @param problems the problems of other changed definitions, which cannot be read
   */
  change(
    generation: number | undefined,
    changed: ReadonlyMap<string, D | undefined>,
    problems: readonly FlagProblem[],
  ): void {
    const unreadable = this.#byKey(problems);
    for (const [key, definition] of changed) {
      if (generation !== undefined) this.#newer.set(key, { definition, generation });
      put(this.#all, key, sameOr(this.#all.get(key), definition));
      this.#problems.delete(key);
      this.#changed(key);
    }
    for (const [key, found] of unreadable) {
      this.#problems.set(key, found);
      this.#changed(key);
    }
  }

  #byKey(problems: readonly FlagProblem[]): Map<string, readonly FlagProblem[]> {
    const byKey = new Map<string, readonly FlagProblem[]>();
    for (const problem of problems) {
      const { kind = 'flag', key } = problem;
      if (kind === this.#reader.kind) byKey.set(key, [...(byKey.get(key) ?? []), problem]);
    }
    return byKey;
  }

  #tellDifferences(before: ReadonlyMap<string, D>, problemsBefore: Problems): void {
    const [all, problems] = [this.#all, this.#problems];
    for (const [key, old] of before) {
      const definition = all.get(key);
      if (definition === old) continue;
      const same = sameOr(old, definition);
      if (definition !== undefined && same === old) all.set(key, old);
      else this.#changed(key);
    }
    for (const key of all.keys()) if (!before.has(key)) this.#changed(key);
    for (const key of problems.keys()) this.#changed(key);
    for (const key of problemsBefore.keys()) if (!problems.has(key)) this.#changed(key);
  }
}

const NO_PROBLEMS: readonly FlagProblem[] = [];

function put<D>(all: Map<string, D>, key: string, definition: D | undefined): void {
  if (definition === undefined) all.delete(key);
  else all.set(key, definition);
}

/** The previous definition if the new one is equal, else the new one. */
function sameOr<D>(before: D | undefined, now: D | undefined): D | undefined {
  return before !== undefined && now !== undefined && isDeepStrictEqual(before, now) ? before : now;
}
