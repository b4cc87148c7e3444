import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The extensions of source files, in the order in which a specifier without one is looked up. */
export const SOURCE_EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'] as const;

/** The extensions of sources from which a file with this one is emitted. */
const SOURCES_OF: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx'],
  '.jsx': ['.tsx', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
};

/**
 * The source file that a specifier refers to, as TypeScript and bundlers resolve it; `undefined` for a package.
 *
 * @param aliases the targets of a specifier by the `paths` of a TypeScript configuration
 */
export function modulePath(importer: string, specifier: string, aliases: readonly string[] = []): string | undefined {
  const targets = isRelative(specifier) ? [resolve(dirname(importer), specifier)] : aliases;
  return targets.flatMap(candidates).find(isFile);
}

/** Whether a specifier is a path, relative to the file that imports it. */
export function isRelative(specifier: string): boolean {
  return /^\.{0,2}(?:\/|$)/.test(specifier);
}

function candidates(target: string): string[] {
  const [extension = ''] = /\.[cm]?jsx?$/.exec(target) ?? [];
  const base = target.slice(0, target.length - extension.length);
  return [
    ...(SOURCES_OF[extension] ?? []).map((each) => base + each),
    target,
    ...SOURCE_EXTENSIONS.map((each) => target + each),
    ...SOURCE_EXTENSIONS.map((each) => join(target, `index${each}`)),
  ];
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
