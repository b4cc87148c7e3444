import { readFileSync, statSync } from 'node:fs';
import { LRUCache } from 'lru-cache';
import { messageOf } from '../../internal/message-of.js';
import { isRelative, modulePath } from './module-paths.js';
import { parseSource } from './parse-source.js';
import { PathAliases } from './path-aliases.js';
import type { SourceFile } from './source-file.js';
import { SourceModule } from './source-module.js';

/** The maximum size of a source file in bytes; larger ones are generated. */
const MAX_BYTES = 2 * 1024 * 1024;
/** How many syntax trees are kept in memory, of about half a megabyte each. */
const MAX_MODULES = 500;

/** Reads and parses source files, and remembers those that were used last. */
export class ModuleGraph {
  readonly #modules = new LRUCache<string, SourceModule>({ max: MAX_MODULES });
  readonly #problems = new Map<string, string>();
  readonly #aliases = new PathAliases();

  /** The problems of files that could not be read or parsed, by path. */
  get problems(): ReadonlyMap<string, string> {
    return this.#problems;
  }

  /** The text of a file; `undefined` if it cannot be read or is too large. */
  text(file: string): string | undefined {
    try {
      const { size } = statSync(file);
      if (size <= MAX_BYTES) return readFileSync(file, 'utf8');
      this.#problems.set(file, `The file has ${size} bytes, more than ${MAX_BYTES}, and was not searched for flags.`);
    } catch (error) {
      this.#problems.set(file, `The file cannot be read: ${messageOf(error)}.`);
    }
    return undefined;
  }

  /** The module of a file; `undefined` if it cannot be read or parsed. */
  module(file: string, known?: string): SourceModule | undefined {
    const parsed = this.#modules.get(file);
    if (parsed !== undefined || this.#problems.has(file)) return parsed;
    const text = known ?? this.text(file);
    return text === undefined ? undefined : this.#parse(file, text);
  }

  /** The module that a specifier refers to; `undefined` for a package. */
  imported({ file: importer }: SourceFile, specifier: string): SourceModule | undefined {
    const aliases = isRelative(specifier) ? [] : this.#aliases.targets(importer, specifier);
    const file = modulePath(importer, specifier, aliases);
    return file === undefined ? undefined : this.module(file);
  }

  #parse(file: string, text: string): SourceModule | undefined {
    const parsed = parseSource(file, text);
    if ('problem' in parsed) {
      this.#problems.set(file, `The file cannot be parsed: ${parsed.problem}`);
      return undefined;
    }
    const module = new SourceModule(file, parsed.program);
    this.#modules.set(file, module);
    return module;
  }
}
