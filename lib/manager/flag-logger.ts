/** Where the manager reports what it swallows. Nest's `Logger` is one, the console another. */
export interface FlagLogger {
  log(message: string): void;
  warn(message: string): void;
  error(message: string): void;
  /** For what is written only on request, such as denials. */
  debug?(message: string): void;
}
