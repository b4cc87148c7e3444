import { Command } from 'commander';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { CliContext } from '../cli-context.js';
import { askFlag, type AskedFlagOptions } from '../evaluation/asked-flag.js';
import { answerText } from '../evaluation/answer-text.js';
import { withAskedFlag } from './asked-flag-options.js';

interface EvaluateOptions extends AskedFlagOptions {
  readonly format: 'text' | 'json';
}

const EXAMPLE = `
Example:
  $ nestjs-feature-flags evaluate config/flags.yaml checkout_theme --context '{"userId":"ada"}'

Only the file decides: overrides, and operators and strategies of your application, are not known here.`;

/** `evaluate`: the answer of one flag of a file for one user. */
export function evaluateCommand({ process }: CliContext): Command {
  return withAskedFlag(new Command('evaluate'))
    .description('Evaluate a flag of a file for a user, as the application would.')
    .addHelpText('after', EXAMPLE)
    .action(async (file: string, key: string, options: EvaluateOptions) => {
      const answer = await askFlag({ file, key, options }, process, (flags, context) => flags.evaluate(key, context));
      process.stdout.write(options.format === 'json' ? jsonOf(answer) : `${answerText(answer)}\n`);
    });
}

function jsonOf(answer: FlagEvaluation): string {
  return `${JSON.stringify(answer, undefined, 2)}\n`;
}
