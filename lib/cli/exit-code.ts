/** The exit codes of the command line. */
export const ExitCode = {
  /** The command succeeded. */
  Success: 0,
  /** The command failed, for example because no secret was given. */
  Failure: 1,
  /** The arguments are invalid. */
  Usage: 2,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
