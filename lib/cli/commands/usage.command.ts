import { Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { CliError } from '../cli.error.js';
import { ExitCode } from '../exit-code.js';
import { addServerStoreOptions, withServerStore, type ServerStoreOptions } from '../server-store.js';

const EXAMPLE = `
Example:
  $ nestjs-feature-flags usage --redis-env REDIS_URL --prefix shop > usage.json

The report contains the flags that instances with the option "usage" have evaluated, and no users.
A FileStore needs no command: the file usage.json in its folder is such a report.`;

/** `usage`: writes the usage of flags that is stored in Redis or Postgres. */
export function usageCommand({ process }: CliContext): Command {
  const command = new Command('usage').description(
    'Write a report of how flags were used, as JSON, from the store in Redis or Postgres.',
  );
  return addServerStoreOptions(command)
    .addHelpText('after', EXAMPLE)
    .action(async (options: ServerStoreOptions) => {
      const report = await withServerStore(options, process, async (store) => await store.readUsage());
      if (report === undefined) {
        const place =
          options.redisEnv === undefined ? `in the schema "${options.schema}"` : `under the prefix "${options.prefix}"`;
        throw new CliError(
          `No usage is stored ${place}: set the option "usage" of the module to true.`,
          ExitCode.Failure,
        );
      }
      process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
    });
}
