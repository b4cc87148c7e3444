import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { quoted } from '../../internal/shown-text.js';
import { CliError } from '../cli.error.js';
import { ExitCode } from '../exit-code.js';
import { withSlashes } from '../output/shown-path.js';

/**
 * The absolute paths of files that are given by name or, for shells that do not expand them, by glob.
 *
 * @throws {CliError} when a glob matches no file
 */
export async function expandFiles(given: readonly string[], cwd: string): Promise<string[]> {
  const files = new Set<string>();
  for (const each of given) for (const file of await filesOf(each, cwd)) files.add(file);
  return [...files];
}

async function filesOf(given: string, cwd: string): Promise<string[]> {
  const path = resolve(cwd, given);
  const pattern = withSlashes(given);
  if (!isDynamicPattern(pattern) || existsSync(path)) return [path];
  const found = await glob(pattern, {
    cwd,
    absolute: true,
    followSymbolicLinks: false,
    ignore: ['**/node_modules/**'],
  });
  if (found.length === 0) throw new CliError(`No file matches ${quoted(given)}.`, ExitCode.Usage);
  return found.map((file) => resolve(file)).toSorted();
}
