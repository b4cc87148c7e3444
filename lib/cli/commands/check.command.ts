import { resolve } from 'node:path';
import { Command } from 'commander';
import type { FlagUsageReport } from '../../store/usage/flag-usage.js';
import { checkFlags } from '../check/check-flags.js';
import { readUsageFile } from '../check/usage-file.js';
import type { CliContext } from '../cli-context.js';
import { CliError } from '../cli.error.js';
import { ExitCode } from '../exit-code.js';
import { expandFiles } from '../flag-files/expand-files.js';
import { sourceFiles } from '../source-keys/source-files.js';
import { withFindingsOptions, writeFindings, type FindingsOptions } from './findings-options.js';
import { collect, instant, wholeNumber } from './option-values.js';

interface CheckCommandOptions extends FindingsOptions {
  readonly src: readonly string[];
  readonly tests: boolean;
  readonly exclude: readonly string[];
  readonly openfeature: boolean;
  readonly known: readonly string[];
  readonly used: readonly string[];
  readonly usage?: string;
  readonly usageDays: number;
  readonly now?: number;
}

const EXAMPLE = `
Example:
  $ nestjs-feature-flags check config/flags.yaml --src src --format github

Flags that the code defines itself, in "initialFlags" and "forFeature", are checked as well, so an
application without flag files needs only --src. The comment "nestjs-feature-flags-ignore" on a line,
or on the line above, suppresses its findings.`;

/** `check`: compares flag files with the code, with a usage report and with the time. */
export function checkCommand(context: CliContext): Command {
  const command = new Command('check')
    .description('Find flags that are expired, unused or unknown to the code, or that always gave one answer.')
    .argument('[files...]', 'flag files, by name or glob')
    .option('--src <path>', 'a folder or file of source code; can be repeated', collect, [])
    .option('--tests', 'search tests as well; a flag that only tests ask for counts as used', false)
    .option('--exclude <glob>', 'source files to leave out; can be repeated', collect, [])
    .option('--openfeature', 'search calls of OpenFeature SDKs as well', false)
    .option('--known <pattern>', 'keys that another source defines, such as "vendor:*"; can be repeated', collect, [])
    .option('--used <pattern>', 'keys that something outside the code asks for; can be repeated', collect, [])
    .option('--usage <file>', 'a usage report: the result of flags.getUsage() as JSON')
    .option('--usage-days <days>', 'for how many days the usage is considered', wholeNumber(1, 400), 30)
    .option('--now <date>', 'the time at which flags expire (default: the current time)', instant);
  return withFindingsOptions(command)
    .addHelpText('after', EXAMPLE)
    .action(async (files: string[], options: CheckCommandOptions) => {
      const root = context.process.cwd();
      const { src, tests, exclude, openfeature, known, used, usage, usageDays, now = Date.now() } = options;
      if (files.length === 0 && src.length === 0) {
        throw new CliError('Name a flag file, or a folder of source code with --src.', ExitCode.Usage);
      }
      const usageReport = usage === undefined ? undefined : await readUsageFile(resolve(root, usage), usage);
      if (usageReport !== undefined && daysOf(usageReport) < usageDays) {
        const warning = `warning: the usage report covers fewer than ${usageDays} days, so that usage is not checked.\n`;
        context.process.stderr.write(warning);
      }
      const report = await checkFlags({
        files: await expandFiles(files, root),
        sources: src.length === 0 ? undefined : await sourceFiles({ sources: src, tests, exclude, cwd: root }),
        usage: usageReport,
        usageDays,
        known,
        used,
        openFeature: openfeature,
        now,
        root,
      });
      writeFindings(context, report, options);
    });
}

function daysOf({ since, until }: FlagUsageReport): number {
  return (Date.parse(until) - Date.parse(since)) / DAY_MS;
}

const DAY_MS = 86_400_000;
