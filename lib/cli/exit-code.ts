/** The exit codes of the command line. */
export const ExitCode = {
  /** The command has done its work. */
  Success: 0,
  /** The command could not do its work, such as for lack of a secret. */
  Failure: 1,
  /** The arguments are invalid. */
  Usage: 2,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
