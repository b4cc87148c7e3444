/** The logger that receives errors which the manager handles itself, such as Nest's `Logger` or the console. */
export interface FlagLogger {
  /** Receives messages about recoveries, such as a store that is available again. */
  log(message: string): void;
  /** Receives problems that need attention, such as evaluations of undefined flags. */
  warn(message: string): void;
  /** Receives failures that the manager handles itself, such as a provider that cannot be read. */
  error(message: string): void;
  /** Receives messages that are logged only on request, such as denied calls. */
  debug?(message: string): void;
}
