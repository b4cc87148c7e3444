import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { errorCodeOf } from '../../internal/error-code.js';
import { messageOf } from '../../internal/message-of.js';
import { quoted } from '../../internal/shown-text.js';
import type { CliContext } from '../cli-context.js';
import { CliError } from '../cli.error.js';
import { ExitCode } from '../exit-code.js';
import { expandFiles } from '../flag-files/expand-files.js';
import { mergedDefinitions } from '../flag-files/flag-files.js';
import { validFlagFile } from '../flag-files/valid-flag-file.js';
import { flagTypesDeclaration } from '../types/flag-types-declaration.js';

interface TypesOptions {
  readonly out?: string;
  readonly check: boolean;
  readonly module: string;
}

const MODULES = ['nestjs-feature-flags', 'nestjs-feature-flags/core'];
const EXAMPLE = `
Example:
  $ nestjs-feature-flags types config/flags.yaml --out src/flag-types.ts

The compiler then checks flag keys, variants and values in your code. In CI, add --check: the command
ends with code 1 if the file is not up to date.`;

/** `types`: declares the flags of files in `FlagTypes`. */
export function typesCommand({ process, finish }: CliContext): Command {
  return new Command('types')
    .description('Write a TypeScript declaration of the flags of files, so that the compiler checks your code.')
    .argument('<files...>', 'flag files, by name or glob')
    .option('--out <file>', 'the file to write (default: the standard output)')
    .option('--check', 'write nothing, and end with code 1 if the file is not up to date', false)
    .addOption(
      new Option('--module <name>', 'the entry point that your code imports').choices(MODULES).default(MODULES[0]),
    )
    .addHelpText('after', EXAMPLE)
    .action(async (files: string[], { out, check, module }: TypesOptions) => {
      if (check && out === undefined) throw new CliError('--check needs --out, the file to check.', ExitCode.Usage);
      const contents = [];
      for (const file of await expandFiles(files, process.cwd()))
        contents.push(await validFlagFile(file, process.cwd()));
      const text = flagTypesDeclaration(mergedDefinitions(contents).flags.values(), { module });
      if (out === undefined) {
        process.stdout.write(text);
        return;
      }
      const path = resolve(process.cwd(), out);
      if (isSameText(await currentText(path, out), text)) return;
      if (!check) {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, text);
        return;
      }
      process.stderr.write(`${quoted(out, 1000)} is not up to date. Run the command without --check.\n`);
      finish(ExitCode.Findings);
    });
}

/** Whether a file has the text, regardless of its line endings, which a checkout on Windows may change. */
function isSameText(current: string | undefined, text: string): boolean {
  return current?.replaceAll('\r\n', '\n') === text;
}

async function currentText(path: string, shown: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return undefined;
    throw new CliError(`The file ${quoted(shown, 1000)} cannot be read: ${messageOf(error)}.`, ExitCode.Failure);
  }
}
