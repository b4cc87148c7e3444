import { dirname } from 'node:path';
import { createPathsMatcher, getTsconfig } from 'get-tsconfig';

type Match = (specifier: string) => readonly string[];

const NONE: Match = () => [];

/** The `paths` of TypeScript configurations, such as `@app/*` in a monorepo. */
export class PathAliases {
  readonly #byFolder = new Map<string, Match>();

  /** The paths to which a specifier may refer in a file; none if it is no alias. */
  targets(importer: string, specifier: string): readonly string[] {
    const folder = dirname(importer);
    const match = this.#byFolder.get(folder) ?? matcherOf(folder);
    this.#byFolder.set(folder, match);
    return match(specifier);
  }
}

/** The aliases of the nearest configuration; none if there is no valid one. */
function matcherOf(folder: string): Match {
  try {
    const config = getTsconfig(folder);
    return (config && createPathsMatcher(config)) ?? NONE;
  } catch {
    return NONE; // the compiler reports it
  }
}
