import { resolve } from 'node:path';
import { CliError } from '../cli.error.js';
import { ExitCode } from '../exit-code.js';
import { shownPlace } from '../output/text.format.js';
import type { FlagFileContent } from './flag-file-content.js';
import { readFlagFile } from './read-flag-file.js';

const SHOWN = 10;

/**
 * Reads a flag file for a command that needs all of its definitions.
 *
 * @throws {CliError} listing the first problems, if there are any
 */
export async function validFlagFile(given: string, cwd: string): Promise<FlagFileContent> {
  const content = await readFlagFile(resolve(cwd, given));
  const { problems } = content;
  if (problems.length === 0) return content;
  const shown = problems.slice(0, SHOWN).map(({ place, message }) => `\n  ${shownPlace(place, cwd)}  ${message}`);
  if (problems.length > SHOWN) shown.push('\n  … "nestjs-feature-flags validate" lists all problems.');
  throw new CliError(`The flag file is invalid:${shown.join('')}`, ExitCode.Failure);
}
