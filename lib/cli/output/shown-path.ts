import { relative, sep } from 'node:path';

/** A path as output shows it: relative to the working directory, with slashes on every system. */
export function shownPath(file: string, cwd: string): string {
  return withSlashes(relative(cwd, file)) || '.';
}

/** A path with slashes on every system, as globs and URIs have them. */
export function withSlashes(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
