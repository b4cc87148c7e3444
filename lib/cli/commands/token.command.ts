import { Command, InvalidArgumentError, Option } from 'commander';
import { milliseconds, type Duration } from '../../internal/duration.js';
import { createOverrideToken } from '../../tokens/create-override-token.js';
import type { CliContext } from '../cli-context.js';
import { CliError } from '../cli.error.js';
import { ExitCode } from '../exit-code.js';
import { flagAnswers } from '../flag-answers.js';
import { readSecret, type SecretSource } from '../read-secret.js';
import { collect } from './option-values.js';

interface TokenOptions extends SecretSource {
  readonly audience: string;
  readonly expires: Duration;
  readonly value: readonly string[];
  readonly secret?: unknown;
}

const EXAMPLE = `
Example:
  $ nestjs-feature-flags token --secret-env FLAG_TOKEN_SECRET --audience shop-staging \\
      --expires 2h new_checkout=true theme=modern

The application accepts the token if its option "requestOverrides" has the same secret and audience.
The token is the only output. It is not encrypted; anyone who has it can use it until it expires.`;

/** `token`: creates a token that forces flags for the requests that carry it. */
export function tokenCommand({ process }: CliContext): Command {
  return new Command('token')
    .description('Create a signed token that forces flags for the requests that carry it.')
    .argument('[flag=answer...]', 'true, false or the name of a variant, for each flag')
    .requiredOption('--audience <name>', 'the application that accepts the token')
    .option('--expires <duration>', 'how long it is valid, such as 90s, 30m or 2h', duration, '1h')
    .option('--value <flag=json>', 'a JSON value for a flag; can be repeated', collect, [])
    .option('--secret-env <name>', 'the environment variable that contains the secret')
    .option('--secret-stdin', 'read the secret from the standard input')
    .addOption(new Option('--secret [secret]').hideHelp())
    .addHelpText('after', EXAMPLE)
    .action(async (answers: string[], options: TokenOptions) => {
      if (options.secret !== undefined) {
        throw new CliError('A secret must not be an argument: use --secret-env or --secret-stdin.', ExitCode.Usage);
      }
      const flags = flagAnswers(answers, options.value);
      const secret = await readSecret(options, process);
      const { audience, expires: expiresIn } = options;
      process.stdout.write(`${createOverrideToken(flags, { secret, audience, expiresIn })}\n`);
    });
}

function duration(text: string): Duration {
  if (Number.isFinite(milliseconds(text as Duration))) return text as Duration;
  throw new InvalidArgumentError('It must be a number with a unit, such as 90s, 30m or 2h.');
}
