import { Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { askFlag, type AskedFlagOptions } from '../evaluation/asked-flag.js';
import { explanationText } from '../evaluation/explanation-text.js';
import { withAskedFlag } from './asked-flag-options.js';

interface ExplainOptions extends AskedFlagOptions {
  readonly format: 'text' | 'json';
}

const EXAMPLE = `
Example:
  $ nestjs-feature-flags explain config/flags.yaml search_v2 --context '{"userId":"ada"}'

The output contains attributes of the user that the flag compares.`;

/** `explain`: every step that leads to the answer of one flag of a file for one user. */
export function explainCommand({ process }: CliContext): Command {
  return withAskedFlag(new Command('explain'))
    .description('Explain the answer of a flag of a file for a user, step by step.')
    .addHelpText('after', EXAMPLE)
    .action(async (file: string, key: string, options: ExplainOptions) => {
      const explanation = await askFlag({ file, key, options }, process, (flags, user) => flags.explain(key, user));
      const isJson = options.format === 'json';
      process.stdout.write(isJson ? `${JSON.stringify(explanation, undefined, 2)}\n` : explanationText(explanation));
    });
}
