import { z } from 'zod';
import { messageOf } from '../../internal/message-of.js';
import { quoted } from '../../internal/shown-text.js';
import { FlagFile } from '../../providers/files/flag-file.js';
import type { FlagUsageReport } from '../../store/usage/flag-usage.js';
import { usageReportSchema } from '../../store/usage/usage-report.schema.js';
import { CliError } from '../cli.error.js';
import { ExitCode } from '../exit-code.js';

const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Reads a usage report from a JSON file.
 *
 * @throws {CliError} when it cannot be read or is not a usage report
 */
export async function readUsageFile(file: string, shown: string): Promise<FlagUsageReport> {
  try {
    return usageReportSchema.parse(JSON.parse(await new FlagFile(file, MAX_BYTES).read()));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', ' ') : messageOf(error);
    throw new CliError(
      `The usage report ${quoted(shown, 1000)} cannot be read: ${why}. It must be the result of "flags.getUsage()" as JSON.`,
      ExitCode.Failure,
    );
  }
}
