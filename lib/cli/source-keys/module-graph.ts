import { readFileSync, statSync } from 'node:fs';
import { LRUCache } from 'lru-cache';
import { messageOf } from '../../internal/message-of.js';
import { isRelative, modulePath } from './module-paths.js';
import { parseSource } from './parse-source.js';
import { PathAliases } from './path-aliases.js';
import type { SourceFile } from './source-file.js';
import { SourceModule } from './source-module.js';
import type { SourceProblem } from './source-problem.js';

/** The maximum size of a source file in bytes; larger ones are generated. */
const MAX_BYTES = 2 * 1024 * 1024;
/** How many syntax trees are kept in memory, of about half a megabyte each. */
const MAX_MODULES = 500;

/** Reads and parses source files, and remembers those that were used last. */
export class ModuleGraph {
  readonly #modules = new LRUCache<string, SourceModule>({ max: MAX_MODULES });
  readonly #problems = new Map<string, SourceProblem>();
  /** The files without a module, which are not read again. */
  readonly #unreadable = new Set<string>();
  readonly #aliases = new PathAliases();
  /** The files that aliases lead to: with a `baseUrl`, each name of a package is looked up among the sources. */
  readonly #aliased = new Map<string, string | undefined>();

  /** The problems of files that could not be read, or were parsed only in part, by path. */
  get problems(): ReadonlyMap<string, SourceProblem> {
    return this.#problems;
  }

  /** The text of a file; `undefined` if it cannot be read or is too large. */
  text(file: string): string | undefined {
    try {
      const { size } = statSync(file);
      if (size <= MAX_BYTES) return readFileSync(file, 'utf8');
      this.#fail(file, {
        message: `The file has ${size} bytes, more than ${MAX_BYTES}, and was not searched for flags.`,
      });
    } catch (error) {
      this.#fail(file, { message: `The file cannot be read: ${messageOf(error)}.` });
    }
    return undefined;
  }

  /** The module of a file; `undefined` if it cannot be read or parsed. */
  module(file: string): SourceModule | undefined {
    const parsed = this.#modules.get(file);
    if (parsed !== undefined || this.#unreadable.has(file)) return parsed;
    const text = this.text(file);
    return text === undefined ? undefined : this.#parse(file, text);
  }

  /** The module that a specifier refers to; `undefined` for a package. */
  imported({ file: importer }: SourceFile, specifier: string): SourceModule | undefined {
    const file = this.pathOf(importer, specifier);
    return file === undefined ? undefined : this.module(file);
  }

  /** The file that a specifier refers to; `undefined` for a package. */
  pathOf(importer: string, specifier: string): string | undefined {
    if (isRelative(specifier)) return modulePath(importer, specifier);
    const aliases = this.#aliases.targets(importer, specifier);
    const key = aliases.join('\n');
    if (!this.#aliased.has(key)) this.#aliased.set(key, modulePath(importer, specifier, aliases));
    return this.#aliased.get(key);
  }

  #parse(file: string, text: string): SourceModule | undefined {
    const { program, problem } = parseSource(file, text);
    if (program === undefined) return this.#fail(file, explained('The file cannot be parsed', problem));
    if (problem !== undefined) {
      this.#problems.set(file, explained('The file may be searched only in part', problem));
    }
    const module = new SourceModule(file, program);
    this.#modules.set(file, module);
    return module;
  }

  #fail(file: string, problem: SourceProblem): undefined {
    this.#problems.set(file, problem);
    this.#unreadable.add(file);
  }
}

function explained(effect: string, problem: SourceProblem): SourceProblem {
  return { ...problem, message: `${effect}: ${problem.message}` };
}
