/** The parts of the process that a command uses; tests pass their own. */
export interface CliProcess {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  /** The working directory, against which paths are resolved and shown. */
  readonly cwd: () => string;
}
