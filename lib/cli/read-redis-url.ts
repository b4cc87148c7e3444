import { CliError } from './cli.error.js';
import type { CliProcess } from './cli-process.js';
import { ExitCode } from './exit-code.js';

/**
 * Reads the URL of Redis from an environment variable, because it may contain a password.
 *
 * @throws {CliError} when the variable is not set; the message never repeats the argument
 */
export function readRedisUrl(name: string, { env }: CliProcess): string {
  const url = env[name];
  if (url !== undefined && url !== '') return url;
  throw new CliError('The environment variable that --redis-env names is not set.', ExitCode.Failure);
}
