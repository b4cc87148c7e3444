import type { FlagLogger } from '../../../lib/manager/flag-logger.js';

/** Keeps what is reported, so that a test can read it. */
export class RecordingLogger implements FlagLogger {
  readonly logs: string[] = [];
  readonly warnings: string[] = [];
  readonly errors: string[] = [];

  log(message: string): void {
    this.logs.push(message);
  }

  warn(message: string): void {
    this.warnings.push(message);
  }

  error(message: string): void {
    this.errors.push(message);
  }
}
