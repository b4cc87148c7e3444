import { messageOf } from '../../internal/message-of.js';
import { quoted } from '../../internal/shown-text.js';
import { FlagFile } from '../../providers/files/flag-file.js';
import type { FlagUsageReport } from '../../store/usage/flag-usage.js';
import { readUsageReport } from '../../store/usage/usage-report.schema.js';
import { CliError } from '../cli.error.js';
import { ExitCode } from '../exit-code.js';

const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Reads a usage report from a JSON file.
 *
 * @throws {CliError} when it cannot be read or is not a usage report
 */
export async function readUsageFile(file: string, shown: string): Promise<FlagUsageReport> {
  const { report, problem } = readUsageReport(await jsonOf(file, shown));
  if (report !== undefined) return report;
  throw unreadable(shown, problem);
}

async function jsonOf(file: string, shown: string): Promise<unknown> {
  try {
    return JSON.parse(await new FlagFile(file, MAX_BYTES).read());
  } catch (error) {
    throw unreadable(shown, messageOf(error));
  }
}

function unreadable(shown: string, problem: string): CliError {
  const remedy = 'It must be the result of "flags.getUsage()" as JSON.';
  return new CliError(
    `The usage report ${quoted(shown, 1000)} cannot be read: ${problem}. ${remedy}`,
    ExitCode.Failure,
  );
}
