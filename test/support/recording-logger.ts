import type { FlagLogger } from '../../lib/manager/flag-logger.js';
import { eventually } from './eventually.js';

/** Keeps what is logged, and waits for it. */
export class RecordingLogger implements FlagLogger {
  readonly lines: string[] = [];

  log(message: string): void {
    this.lines.push(`log ${message}`);
  }

  warn(message: string): void {
    this.lines.push(`warn ${message}`);
  }

  error(message: string): void {
    this.lines.push(`error ${message}`);
  }

  /** The first line that matches; waits for it up to five seconds. */
  async line(pattern: RegExp): Promise<string> {
    return await eventually(() => {
      const found = this.lines.find((line) => pattern.test(line));
      if (found === undefined)
        throw new Error(`nothing logged that matches ${pattern} among:\n${this.lines.join('\n')}`);
      return found;
    });
  }
}
