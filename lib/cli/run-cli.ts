import { Command, CommanderError } from 'commander';
import { FeatureFlagsError, FlagErrorCode } from '../internal/feature-flags.error.js';
import { CliError } from './cli.error.js';
import type { CliContext } from './cli-context.js';
import type { CliProcess } from './cli-process.js';
import { checkCommand } from './commands/check.command.js';
import { diffCommand } from './commands/diff.command.js';
import { evaluateCommand } from './commands/evaluate.command.js';
import { explainCommand } from './commands/explain.command.js';
import { postgresCommand } from './commands/postgres.command.js';
import { tokenCommand } from './commands/token.command.js';
import { typesCommand } from './commands/types.command.js';
import { usageCommand } from './commands/usage.command.js';
import { validateCommand } from './commands/validate.command.js';
import { verifyCommand } from './commands/verify.command.js';
import { ExitCode } from './exit-code.js';

/**
 * Runs one command.
 *
 * @param args the arguments after the name of the program
 */
export async function runCli(args: readonly string[], process: CliProcess): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.Success;
  const finish = (code: ExitCode) => (exitCode = code);
  try {
    await createProgram({ process, finish }).parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.Success : ExitCode.Usage; // already shown
    const code = exitCodeOf(error);
    if (code === undefined || !(error instanceof Error)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    return code;
  }
}

/** The program with all of its commands; a test compares it with the manual. */
export function createProgram(context: CliContext): Command {
  const { process } = context;
  const root = new Command('nestjs-feature-flags')
    .description('Checks, evaluates and compares feature flags of nestjs-feature-flags.')
    .addCommand(checkCommand(context))
    .addCommand(validateCommand(context))
    .addCommand(evaluateCommand(context))
    .addCommand(explainCommand(context))
    .addCommand(diffCommand(context))
    .addCommand(typesCommand(context))
    .addCommand(usageCommand(context))
    .addCommand(postgresCommand(context))
    .addCommand(tokenCommand(context))
    .addCommand(verifyCommand(context));
  const output = {
    writeOut: (text: string) => void process.stdout.write(text),
    writeErr: (text: string) => void process.stderr.write(text),
  };
  for (const command of withSubcommands(root))
    command.exitOverride().configureOutput(output).showHelpAfterError('(--help shows the usage)');
  return root;
}

/** A command and all commands below it. */
function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

/** The exit code of an expected error. */
function exitCodeOf(error: unknown): ExitCode | undefined {
  if (error instanceof CliError) return error.exitCode;
  if (!(error instanceof FeatureFlagsError)) return undefined;
  return error.code === FlagErrorCode.InvalidOptions ? ExitCode.Usage : ExitCode.Failure;
}
