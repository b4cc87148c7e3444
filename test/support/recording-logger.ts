import type { FlagLogger } from '../../lib/manager/flag-logger.js';
import { eventually } from './eventually.js';

/** Keeps what is logged, and waits for it. */
export class RecordingLogger implements FlagLogger {
  /** The logged lines, each after its level. */
  readonly lines: string[] = [];

  get logs(): string[] {
    return this.#of('log ');
  }

  get warnings(): string[] {
    return this.#of('warn ');
  }

  get errors(): string[] {
    return this.#of('error ');
  }

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

  #of(level: string): string[] {
    return this.lines.flatMap((line) => (line.startsWith(level) ? [line.slice(level.length)] : []));
  }
}
