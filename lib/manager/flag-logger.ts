/** The logger that receives errors which the manager handles itself, such as Nest's `Logger` or the console. */
export interface FlagLogger {
  log(message: string): void;
  warn(message: string): void;
  error(message: string): void;
  /** Receives messages that are logged only on request, such as denied calls. */
  debug?(message: string): void;
}
