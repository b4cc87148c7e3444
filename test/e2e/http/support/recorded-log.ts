import type { FlagLogger } from '../../../../lib/index.js';

/** Keeps what is logged, instead of printing it. */
export class RecordedLog implements FlagLogger {
  readonly warnings: string[] = [];
  readonly errors: string[] = [];

  log(): void {}

  warn(message: string): void {
    this.warnings.push(message);
  }

  error(message: string): void {
    this.errors.push(message);
  }
}
