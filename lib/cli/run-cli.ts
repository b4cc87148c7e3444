import { Command, CommanderError } from 'commander';
import { FeatureFlagsError, FlagErrorCode } from '../internal/feature-flags.error.js';
import { CliError } from './cli.error.js';
import type { CliProcess } from './cli-process.js';
import { tokenCommand } from './commands/token.command.js';
import { usageCommand } from './commands/usage.command.js';
import { ExitCode } from './exit-code.js';

/**
 * Runs one command.
 *
 * @param args the arguments after the name of the program
 */
export async function runCli(args: readonly string[], process: CliProcess): Promise<ExitCode> {
  try {
    await program(process).parseAsync([...args], { from: 'user' });
    return ExitCode.Success;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.Success : ExitCode.Usage; // already shown
    const exitCode = exitCodeOf(error);
    if (exitCode === undefined || !(error instanceof Error)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    return exitCode;
  }
}

function program(process: CliProcess): Command {
  const root = new Command('nestjs-feature-flags')
    .description('Tools for feature flags of nestjs-feature-flags.')
    .addCommand(tokenCommand(process))
    .addCommand(usageCommand(process));
  const output = {
    writeOut: (text: string) => void process.stdout.write(text),
    writeErr: (text: string) => void process.stderr.write(text),
  };
  for (const command of [root, ...root.commands])
    command.exitOverride().configureOutput(output).showHelpAfterError('(--help shows the usage)');
  return root;
}

/** The exit code of an expected error. */
function exitCodeOf(error: unknown): ExitCode | undefined {
  if (error instanceof CliError) return error.exitCode;
  if (!(error instanceof FeatureFlagsError)) return undefined;
  return error.code === FlagErrorCode.InvalidOptions ? ExitCode.Usage : ExitCode.Failure;
}
