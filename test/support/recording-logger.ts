import type { FlagLogger } from '../../lib/manager/flag-logger.js';
import { eventually } from './eventually.js';

/** The section of the manual at the end of warnings and errors, in the forms of `seeSection`. */
const SECTION = /(?:\n {2}See | See | \(see )nestjs-feature-flags\/docs\/reference\/log-messages\.md#[\w-]+\)?$/;

/** Keeps what is logged, without the section of the manual at its end, and waits for it. */
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
    this.keep('log', message);
  }

  warn(message: string): void {
    this.keep('warn', message);
  }

  error(message: string): void {
    this.keep('error', message);
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

  protected keep(level: string, message: string): void {
    this.lines.push(`${level} ${message.replace(SECTION, '')}`);
  }

  #of(level: string): string[] {
    return this.lines.flatMap((line) => (line.startsWith(level) ? [line.slice(level.length)] : []));
  }
}
