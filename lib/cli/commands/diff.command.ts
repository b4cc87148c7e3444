import { Command, Option } from 'commander';
import type { FlagContext } from '../../engine/flag-context.js';
import { quoted } from '../../internal/shown-text.js';
import type { CliContext } from '../cli-context.js';
import { CliError } from '../cli.error.js';
import type { CliProcess } from '../cli-process.js';
import { compareAnswers } from '../diff/compare-answers.js';
import { differencesText } from '../diff/difference-text.js';
import { fileManager, type FileManager } from '../evaluation/file-manager.js';
import { readContextLines } from '../evaluation/read-contexts.js';
import { ExitCode } from '../exit-code.js';
import { validFlagFile } from '../flag-files/valid-flag-file.js';
import { instant, wholeNumber } from './option-values.js';

interface DiffOptions {
  readonly users?: number;
  readonly contexts?: string;
  readonly at?: number;
  readonly examples: number;
  readonly exitCode: boolean;
  readonly format: 'text' | 'json';
}

const DEFAULT_USERS = 10_000;
const EXAMPLE = `
Example:
  $ nestjs-feature-flags diff flags.before.yaml flags.yaml --users 10000

The sample users are "user-1", "user-2" and so on, without attributes. To compare the answers of users
with attributes, pass a file with one context per line: {"userId":"ada","userAttributes":{"plan":"beta"}}.
The same files, users and time always give the same output.`;

/** `diff`: which users would get another answer from a new version of a flag file. */
export function diffCommand({ process, finish }: CliContext): Command {
  return new Command('diff')
    .description('Show which sample users would get another answer from a new version of a flag file.')
    .argument('<old>', 'the flag file that is in use')
    .argument('<new>', 'the flag file that is to replace it')
    .option('--users <count>', `how many sample users (default: ${DEFAULT_USERS})`, wholeNumber(1, 1_000_000))
    .option('--contexts <file>', 'a file of users in JSON Lines format, instead of sample users')
    .option('--at <time>', 'the time to evaluate for (default: the current time)', instant)
    .option('--examples <count>', 'how many users are named for each flag', wholeNumber(0), 5)
    .option('--exit-code', 'end with code 1 if there is a difference', false)
    .addOption(new Option('--format <format>', 'how differences are written').choices(['text', 'json']).default('text'))
    .addHelpText('after', EXAMPLE)
    .action(async (oldFile: string, newFile: string, options: DiffOptions) => {
      const contexts = await contextsOf(options, process.cwd());
      const at = options.at ?? Date.now();
      const before = await evaluated(oldFile, at, process);
      const after = await evaluated(newFile, at, process);
      const compared = { before: before.flags, after: after.flags };
      const keys = [...new Set([...before.flags.getFlags().keys(), ...after.flags.getFlags().keys()])].filter(
        (key) => !before.rejected.has(key) && !after.rejected.has(key),
      );
      const differences = keys
        .map((key) => compareAnswers(key, compared, contexts, options.examples))
        .filter((each) => each.changed > 0 || each.before === undefined || each.after === undefined);
      await Promise.all([before.flags.close(), after.flags.close()]);
      const users = contexts.length;
      process.stdout.write(
        options.format === 'json'
          ? `${JSON.stringify({ users, flags: keys.length, differences }, undefined, 2)}\n`
          : differencesText(differences, keys.length, users),
      );
      if (options.exitCode && differences.length > 0) finish(ExitCode.Findings);
    });
}

/** The manager of a file; flags that only the application can evaluate are reported. */
async function evaluated(file: string, at: number, { stderr, cwd }: CliProcess): Promise<FileManager> {
  const manager = await fileManager(await validFlagFile(file, cwd()), at);
  for (const [key, problem] of manager.rejected) {
    stderr.write(`warning: the flag ${quoted(key, 128)} of ${quoted(file, 1000)} is not compared: ${problem}.\n`);
  }
  return manager;
}

async function contextsOf({ users, contexts }: DiffOptions, cwd: string): Promise<readonly FlagContext[]> {
  if (contexts === undefined) {
    return Array.from({ length: users ?? DEFAULT_USERS }, (_, index) => ({ userId: `user-${index + 1}` }));
  }
  if (users !== undefined) throw new CliError('Use only one of --users and --contexts.', ExitCode.Usage);
  return await readContextLines(contexts, cwd);
}
