import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { glob } from 'tinyglobby';
import { messageOf } from '../../internal/message-of.js';
import { quoted } from '../../internal/shown-text.js';
import { CliError } from '../cli.error.js';
import { ExitCode } from '../exit-code.js';
import { withSlashes } from '../output/shown-path.js';
import { SOURCE_EXTENSIONS } from './module-paths.js';

/** The maximum number of source files; more are a sign of a wrong folder, such as the root of the disk. */
const MAX_FILES = 100_000;

const EXTENSIONS = SOURCE_EXTENSIONS.map((extension) => extension.slice(1)).join(',');
const SOURCES = `**/*.{${EXTENSIONS}}`;
/** Generated code, and code of others. Folders that begin with a dot are never searched. */
const NEVER = [
  '**/node_modules/**',
  '**/dist/**',
  '**/build/**',
  '**/coverage/**',
  '**/*.d.{ts,mts,cts}',
  '**/*.min.js',
];
const TESTS = [`**/*.{spec,test,e2e-spec,e2e-test}.{${EXTENSIONS}}`, '**/{test,tests,__tests__,__mocks__}/**'];

export interface SourceFilesOptions {
  /** Folders and files. */
  readonly sources: readonly string[];
  /** Whether tests are included. */
  readonly tests: boolean;
  /** Globs of further files to leave out, relative to the working directory. */
  readonly exclude: readonly string[];
  readonly cwd: string;
}

/**
 * The source files in folders. Symbolic links inside a folder are not followed, so that no file is found twice.
 *
 * @throws {CliError} when a folder does not exist, or there are too many files
 */
export async function sourceFiles({ sources, tests, exclude, cwd }: SourceFilesOptions): Promise<string[]> {
  const files = new Set<string>();
  const excluded = new Set(exclude.length === 0 ? [] : await glob([...exclude], { cwd, absolute: true, dot: true }));
  for (const source of sources) {
    const root = await existing(resolve(cwd, source), source);
    const found = (await stat(root)).isFile()
      ? [root]
      : await glob(SOURCES, {
          cwd: root,
          absolute: true,
          followSymbolicLinks: false,
          ignore: [...NEVER, ...(tests ? [] : TESTS)],
        });
    for (const file of found) if (!excluded.has(withSlashes(file))) files.add(resolve(file));
    if (files.size > MAX_FILES) {
      throw new CliError(
        `There are more than ${MAX_FILES} source files: name smaller folders with --src.`,
        ExitCode.Usage,
      );
    }
  }
  return [...files].toSorted();
}

async function existing(path: string, shown: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    throw new CliError(`The source ${quoted(shown)} cannot be read: ${messageOf(error)}.`, ExitCode.Usage);
  }
}
