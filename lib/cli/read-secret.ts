import { CliError } from './cli.error.js';
import type { CliProcess } from './cli-process.js';
import { ExitCode } from './exit-code.js';

/** The source of a command's secret. It is never an argument, because others can see the arguments of a process. */
export interface SecretSource {
  /** The name of an environment variable. */
  readonly secretEnv?: string | undefined;
  /** Whether the secret is the whole standard input. */
  readonly secretStdin?: boolean | undefined;
}

const MAX_BYTES = 8192;

/** @throws {CliError} unless there is exactly one source, and it has a secret; the message never repeats an argument */
export async function readSecret(source: SecretSource, { env, stdin }: CliProcess): Promise<string> {
  const { secretEnv, secretStdin = false } = source;
  if ((secretEnv === undefined) === !secretStdin) {
    throw new CliError('Use one of --secret-env NAME and --secret-stdin to pass the secret.', ExitCode.Usage);
  }
  const secret = secretEnv === undefined ? await readLine(stdin) : env[secretEnv];
  if (secret !== undefined && secret !== '') return secret;
  const place = secretEnv === undefined ? 'The standard input' : 'The environment variable that --secret-env names';
  throw new CliError(`${place} has no secret. "openssl rand -base64 32" makes one.`, ExitCode.Failure);
}

/** The whole input, without the line break at its end. */
async function readLine(input: CliProcess['stdin']): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of input) {
    parts.push(Buffer.from(part));
    size += part.length;
    if (size > MAX_BYTES) throw new CliError('The standard input is too long for a secret.', ExitCode.Failure);
  }
  return Buffer.concat(parts)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}
