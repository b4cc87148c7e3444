import { Command } from 'commander';
import { counted } from '../../internal/counted.js';
import type { CliContext } from '../cli-context.js';
import { expandFiles } from '../flag-files/expand-files.js';
import { readFlagFiles, referenceProblems } from '../flag-files/flag-files.js';
import { sortedFindings } from '../output/finding.js';
import { withFindingsOptions, writeFindings, type FindingsOptions } from './findings-options.js';

const EXAMPLE = `
Example:
  $ nestjs-feature-flags validate config/flags.yaml

Several files are validated together: a flag of one file may refer to a flag or segment of another.`;

/** `validate`: reports every problem of flag files, with its place. */
export function validateCommand(context: CliContext): Command {
  const command = new Command('validate')
    .description('Report every problem of flag files, with its line and column.')
    .argument('<files...>', 'flag files, by name or glob');
  return withFindingsOptions(command)
    .addHelpText('after', EXAMPLE)
    .action(async (files: string[], options: FindingsOptions) => {
      const root = context.process.cwd();
      const contents = await readFlagFiles(await expandFiles(files, root));
      const problems = contents.flatMap((content) => content.problems);
      const findings = sortedFindings([...problems, ...referenceProblems(contents)]);
      const flags = contents.reduce((sum, { keys }) => sum + keys.length, 0);
      const examined = `${counted(flags, 'flag')} of ${counted(contents.length, 'file')}`;
      writeFindings(context, { findings, examined, root }, options);
    });
}
