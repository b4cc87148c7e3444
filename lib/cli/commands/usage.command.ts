import { Command } from 'commander';
import { RedisStore } from '../../redis/redis.store.js';
import type { CliContext } from '../cli-context.js';
import { CliError } from '../cli.error.js';
import { ExitCode } from '../exit-code.js';
import { readRedisUrl } from '../read-redis-url.js';

interface UsageCommandOptions {
  readonly redisEnv: string;
  readonly prefix: string;
}

const EXAMPLE = `
Example:
  $ nestjs-feature-flags usage --redis-env REDIS_URL --prefix shop > usage.json

The report contains the flags that instances with the option "usage" have evaluated, and no users.
A FileStore needs no command: the file usage.json in its folder is such a report.`;

/** `usage`: writes the usage of flags that is stored in Redis. */
export function usageCommand({ process }: CliContext): Command {
  return new Command('usage')
    .description('Write a report of how flags were used, as JSON, from the store in Redis.')
    .requiredOption('--redis-env <name>', 'the environment variable that contains the URL of Redis')
    .option('--prefix <prefix>', 'the prefix of the store', 'feature-flags')
    .addHelpText('after', EXAMPLE)
    .action(async ({ redisEnv, prefix }: UsageCommandOptions) => {
      const url = readRedisUrl(redisEnv, process);
      const store = new RedisStore({ url, prefix });
      try {
        const report = await store.readUsage();
        if (report === undefined) {
          throw new CliError(
            `No usage is stored under the prefix "${prefix}": set the option "usage" of the module to true.`,
            ExitCode.Failure,
          );
        }
        process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
      } finally {
        store.close();
      }
    });
}
