import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { FlagOverride } from '../../lib/engine/flag-override.js';
import type { FlagSchedule } from '../../lib/store/flag-schedule.js';

/** What the manager holds right after its start. */
export interface StateAtStart {
  readonly version: number;
  readonly overrides: readonly FlagOverride[];
  readonly schedules: readonly FlagSchedule[];
}

/** A change whose promise was fulfilled. */
export interface Acknowledged {
  readonly acknowledged: string;
  readonly version: number;
}

const program = fileURLToPath(new URL('operator.mjs', import.meta.url));

/** One run of operator.mjs. It loads its code, and then waits for commands. */
export class OperatorProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #closed: Promise<unknown>;
  #complaints = '';

  /** @param built the folder of the built package */
  constructor(built: string, folder: string, seed: number) {
    this.#child = spawn(process.execPath, [program, built, folder, String(seed)]);
    this.#child.stdin.on('error', () => {}); // it may be killed while it receives a message
    this.#child.stderr.on('data', (text: Buffer) => (this.#complaints += text.toString()));
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#closed = once(this.#child, 'close');
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async start(): Promise<StateAtStart> {
    this.beginToStart();
    return (await this.#next()) as StateAtStart;
  }

  /** Starts without waiting for it. */
  beginToStart(): void {
    this.#child.stdin.write('start\n');
  }

  go(): void {
    this.#child.stdin.write('go\n');
  }

  async acknowledged(): Promise<Acknowledged> {
    return (await this.#next()) as Acknowledged;
  }

  /** Kills it at once; gives what it has still said before its end. */
  async kill(): Promise<unknown[]> {
    this.#child.kill('SIGKILL');
    const rest: unknown[] = [];
    for (let line = await this.#lines.next(); line.done !== true; line = await this.#lines.next()) {
      rest.push(JSON.parse(line.value));
    }
    await this.#closed;
    if (this.#child.signalCode !== 'SIGKILL' || this.#complaints !== '') throw this.#failed();
    return rest;
  }

  /** Makes an end of it, whatever it is doing. */
  end(): void {
    this.#child.kill('SIGKILL');
  }

  async #next(): Promise<unknown> {
    const line = await this.#lines.next();
    if (line.done !== true) return JSON.parse(line.value);
    await this.#closed;
    throw this.#failed();
  }

  #failed(): Error {
    return new Error(`The operator ended by itself or complained: ${this.#complaints}`);
  }
}
