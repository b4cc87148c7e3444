import type { CliProcess } from './cli-process.js';
import type { ExitCode } from './exit-code.js';

/** The parts of the program that commands use. */
export interface CliContext {
  readonly process: CliProcess;
  /** Sets the exit code of a command that ran; without a call, it is `Success`. */
  readonly finish: (exitCode: ExitCode) => void;
}
