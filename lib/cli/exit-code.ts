/** The exit codes of the command line. A row of docs/reference/command-line.md explains each. */
export const ExitCode = {
  /** The command succeeded and found nothing to report. */
  Success: 0,
  /** The command ran, and found something: a problem, a difference or an outdated file. */
  Findings: 1,
  /** The arguments are invalid. */
  Usage: 2,
  /** The command could not run, for example because a file cannot be read or a secret or the URL of a store is missing. */
  Failure: 3,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
