import { z } from 'zod';
import { messageOf } from '../../internal/message-of.js';
import { quoted } from '../../internal/shown-text.js';
import { FlagFile } from '../../providers/files/flag-file.js';
import { CliError } from '../cli.error.js';
import { ExitCode } from '../exit-code.js';

const MAX_BYTES = 64 * 1024 * 1024;

const answer = z.object({ enabled: z.boolean(), variant: z.string().optional(), count: z.number().nonnegative() });
const usage = z.object({
  since: z.string(),
  until: z.string(),
  flags: z.array(z.object({ key: z.string(), lastEvaluatedAt: z.string().optional(), answers: z.array(answer) })),
});

/** The parts of a usage report, as `getUsage()` returns it, that a check needs. */
export type UsageFile = z.infer<typeof usage>;

/**
 * Reads a usage report from a JSON file.
 *
 * @throws {CliError} when it cannot be read or is not a usage report
 */
export async function readUsageFile(file: string, shown: string): Promise<UsageFile> {
  try {
    return usage.parse(JSON.parse(await new FlagFile(file, MAX_BYTES).read()));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', ' ') : messageOf(error);
    throw new CliError(
      `The usage report ${quoted(shown, 1000)} cannot be read: ${why}. Write the result of "flags.getUsage()" to it, as JSON.`,
      ExitCode.Failure,
    );
  }
}
