import { Option, type Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { exitCodeFor, FAIL_ON, type FailOn } from '../output/fail-on.js';
import { FINDINGS_FORMATS, type FindingsFormat } from '../output/findings-format.js';
import type { FindingsReport } from '../output/findings-report.js';

/** The options of commands that report findings. */
export interface FindingsOptions {
  readonly format: FindingsFormat;
  readonly failOn: FailOn;
}

/** Adds the options of a command that reports findings. */
export function withFindingsOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--format <format>', 'how findings are written')
        .choices(Object.keys(FINDINGS_FORMATS))
        .default('text'),
    )
    .addOption(
      new Option('--fail-on <level>', 'the least serious level of a finding that ends the command with code 1')
        .choices(FAIL_ON)
        .default('warning'),
    );
}

/** Writes findings, and sets the exit code. */
export function writeFindings(
  { process, finish }: CliContext,
  report: FindingsReport,
  { format, failOn }: FindingsOptions,
): void {
  process.stdout.write(FINDINGS_FORMATS[format](report));
  finish(exitCodeFor(report.findings, failOn));
}
