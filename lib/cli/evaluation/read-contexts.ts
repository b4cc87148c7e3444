import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { FlagContext } from '../../engine/flag-context.js';
import { issueMessage } from '../../engine/parse/issue-message.js';
import { messageOf } from '../../internal/message-of.js';
import { quoted } from '../../internal/shown-text.js';
import { CliError } from '../cli.error.js';
import { ExitCode } from '../exit-code.js';

const contextSchema = z.strictObject(
  {
    userId: z.string().optional(),
    sessionId: z.string().optional(),
    userAttributes: z.record(z.string(), z.unknown()).optional(),
  },
  {
    error: ({ code, keys }) =>
      code === 'unrecognized_keys'
        ? `${String(keys)} must be in "userAttributes"; next to it, only "userId" and "sessionId" are known`
        : 'must be an object such as {"userId":"ada","userAttributes":{"plan":"beta"}}',
  },
);

/**
 * Parses the context of a user.
 *
 * @param place the name of the text in messages, which never repeat the text: it may contain attributes of a user
 * @throws {CliError} when it is not a context
 */
export function parseContext(text: string, place: string, exitCode: ExitCode = ExitCode.Usage): FlagContext {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CliError(`${place} is not JSON. Quote it for your shell: '{"userId":"ada"}'.`, exitCode);
  }
  const { data, error } = contextSchema.safeParse(value, { error: issueMessage });
  if (data !== undefined) return data;
  const problems = error?.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(' '));
  throw new CliError(`${place}: ${problems?.join('; ')}.`, exitCode);
}

/** Reads a file with one context. */
export async function readContextFile(file: string, cwd: string): Promise<FlagContext> {
  return parseContext(await textOf(file, cwd), `The file ${quoted(file, 1000)}`, ExitCode.Failure);
}

/** Reads a file in JSON Lines format, with one context per line. */
export async function readContextLines(file: string, cwd: string): Promise<FlagContext[]> {
  const lines = (await textOf(file, cwd)).split(/\r?\n/);
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    return [parseContext(line, `Line ${index + 1} of ${quoted(file, 1000)}`, ExitCode.Failure)];
  });
}

async function textOf(file: string, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (error) {
    throw new CliError(`The file ${quoted(file, 1000)} cannot be read: ${messageOf(error)}.`, ExitCode.Failure);
  }
}
