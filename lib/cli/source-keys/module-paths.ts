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

/** The source file that a relative specifier refers to, as TypeScript and bundlers resolve it. */
export function modulePath(importer: string, specifier: string): string | undefined {
  const target = resolve(dirname(importer), specifier);
  return candidates(target).find(isFile);
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
