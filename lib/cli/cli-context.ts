import type { CliProcess } from './cli-process.js';
import type { ExitCode } from './exit-code.js';

/** What commands get from the program. */
export interface CliContext {
  readonly process: CliProcess;
  /** Sets the exit code of a command that ran; without a call, it is `Success`. */
  readonly finish: (exitCode: ExitCode) => void;
}
