import type { LayerDefinitions } from './definition-layer.js';
import type { DefinitionReader } from '../definition-reader.js';
import type { FlagProblem } from '../flag-provider.js';

/**
 * The definitions of one kind as a provider last delivered them. One that becomes unreadable keeps its last good state,
 * and what was written or announced outlives the reads that began before: they know nothing of it.
 */
export class LastGoodDefinitions<D> implements LayerDefinitions<D> {
  readonly #reader: DefinitionReader<D>;
  readonly #newer = new Map<string, { readonly definition: D | undefined; readonly generation: number }>();
  #all: ReadonlyMap<string, D> = new Map();
  #problems: readonly FlagProblem[] = [];

  constructor(reader: DefinitionReader<D>) {
    this.#reader = reader;
  }

  get all(): ReadonlyMap<string, D> {
    return this.#all;
  }

  get problems(): readonly FlagProblem[] {
    return this.#problems;
  }

  claims(key: string): boolean {
    return this.#all.has(key) || this.#problems.some((problem) => problem.key === key);
  }

  /**
   * Takes over a read.
   *
   * @param generation which one it was: reads are counted as they begin
   * @param delivered is kept and changed
   */
  accept(generation: number, delivered: Map<string, D>, problems: readonly FlagProblem[]): void {
    const own = problems.filter(({ kind = 'flag' }) => kind === this.#reader.kind);
    for (const { key } of own) {
      const lastGood = this.#all.get(key);
      if (lastGood !== undefined) delivered.set(key, lastGood);
    }
    for (const [key, write] of this.#newer) {
      if (write.generation < generation) this.#newer.delete(key);
      else put(delivered, key, write.definition);
    }
    this.#all = delivered;
    this.#problems = own.filter(({ key }) => !this.#newer.has(key));
  }

  /**
   * Takes over what was written.
   *
   * @param generation of the read that began last
   * @param answer of the provider, as untrusted as what it delivers
   * @throws {InvalidFlagError} (`INVALID_FLAG`) when the answer cannot be read
   */
  written(generation: number, key: string, answer: unknown): D | undefined {
    const definition = answer === undefined ? undefined : this.#reader.parse(key, answer);
    this.change(generation, new Map([[key, definition]]), []);
    return definition;
  }

  /**
   * Takes over a change of some definitions.
   *
   * @param generation of the read that began last
   * @param changed by key; `undefined` for those that are gone
   * @param problems with others that have changed and cannot be read
   */
  change(generation: number, changed: ReadonlyMap<string, D | undefined>, problems: readonly FlagProblem[]): void {
    const all = new Map(this.#all);
    for (const [key, definition] of changed) {
      this.#newer.set(key, { definition, generation });
      put(all, key, definition);
    }
    this.#all = all;
    const own = problems.filter(({ kind = 'flag' }) => kind === this.#reader.kind);
    const mentioned = new Set([...changed.keys(), ...own.map(({ key }) => key)]);
    this.#problems = [...this.#problems.filter(({ key }) => !mentioned.has(key)), ...own];
  }
}

function put<D>(all: Map<string, D>, key: string, definition: D | undefined): void {
  if (definition === undefined) all.delete(key);
  else all.set(key, definition);
}
