import type { LayerDefinitions } from './definition-layer.js';
import type { DefinitionReader } from '../definition-reader.js';
import type { FlagProblem } from '../flag-provider.js';

/**
 * The definitions of one kind as a provider last delivered them. One that becomes unreadable keeps its last good state,
 * and what was written outlives the reads that began before: of the write they know nothing.
 */
export class LastGoodDefinitions<D> implements LayerDefinitions<D> {
  readonly #reader: DefinitionReader<D>;
  readonly #written = new Map<string, { readonly definition: D | undefined; readonly generation: number }>();
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
    for (const [key, write] of this.#written) {
      if (write.generation < generation) this.#written.delete(key);
      else put(delivered, key, write.definition);
    }
    this.#all = delivered;
    this.#problems = own.filter(({ key }) => !this.#written.has(key));
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
    this.#written.set(key, { definition, generation });
    const all = new Map(this.#all);
    put(all, key, definition);
    this.#all = all;
    this.#problems = this.#problems.filter((problem) => problem.key !== key);
    return definition;
  }
}

function put<D>(all: Map<string, D>, key: string, definition: D | undefined): void {
  if (definition === undefined) all.delete(key);
  else all.set(key, definition);
}
