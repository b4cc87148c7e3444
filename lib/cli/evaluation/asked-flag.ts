import type { FlagContext } from '../../engine/flag-context.js';
import { ANONYMOUS } from '../../engine/flag-context.js';
import { didYouMean } from '../../internal/nearest-name.js';
import { quoted } from '../../internal/shown-text.js';
import type { FlagManager } from '../../manager/flag-manager.js';
import { CliError } from '../cli.error.js';
import type { CliProcess } from '../cli-process.js';
import { ExitCode } from '../exit-code.js';
import { validFlagFile } from '../flag-files/valid-flag-file.js';
import { fileManager } from './file-manager.js';
import { parseContext, readContextFile } from './read-contexts.js';

/** The options of commands that evaluate one flag. */
export interface AskedFlagOptions {
  readonly context?: string;
  readonly contextFile?: string;
  readonly at?: number;
}

/**
 * Evaluates a flag of a file for a context.
 *
 * @throws {CliError} when the file is invalid or does not define the flag, or when the context is invalid
 */
export async function askFlag<T>(
  { file, key, options }: { readonly file: string; readonly key: string; readonly options: AskedFlagOptions },
  { cwd }: CliProcess,
  ask: (flags: FlagManager, context: FlagContext) => T,
): Promise<T> {
  const context = await contextOf(options, cwd());
  const content = await validFlagFile(file, cwd());
  if (!content.flags.has(key)) {
    const hint = didYouMean(key, content.flags.keys());
    throw new CliError(`${quoted(file, 1000)} does not define the flag ${quoted(key, 128)}.${hint}`, ExitCode.Failure);
  }
  const { flags, rejected } = await fileManager(content, options.at ?? Date.now());
  try {
    const problem = rejected.get(key);
    if (problem !== undefined) {
      throw new CliError(
        `The flag ${quoted(key, 128)} cannot be evaluated outside the application: ${problem}.`,
        ExitCode.Failure,
      );
    }
    return ask(flags, context);
  } finally {
    await flags.close();
  }
}

async function contextOf({ context, contextFile }: AskedFlagOptions, cwd: string): Promise<FlagContext> {
  if (context !== undefined && contextFile !== undefined) {
    throw new CliError('Use only one of --context and --context-file.', ExitCode.Usage);
  }
  if (context !== undefined) return parseContext(context, 'The value of --context');
  return contextFile === undefined ? ANONYMOUS : await readContextFile(contextFile, cwd);
}
