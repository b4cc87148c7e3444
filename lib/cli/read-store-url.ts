import { CliError } from './cli.error.js';
import type { CliProcess } from './cli-process.js';
import { ExitCode } from './exit-code.js';

/**
 * Reads the URL of a server from an environment variable, because it may contain a password.
 *
 * @param option the option that names the variable
 * @throws {CliError} when the variable is not set; the message never repeats the argument
 */
export function readStoreUrl(option: string, name: string, { env }: CliProcess): string {
  const url = env[name];
  if (url !== undefined && url !== '') return url;
  throw new CliError(`The environment variable that ${option} names is not set.`, ExitCode.Failure);
}
