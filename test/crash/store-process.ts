import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The answer of the store: its version, or how it failed. */
export interface StoreAnswer {
  readonly version?: number;
  readonly code?: string;
  readonly message?: string;
}

const program = fileURLToPath(new URL('store-program.mjs', import.meta.url));

/** One run of store-program.mjs. */
export class StoreProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  /** @param built the folder of the built package */
  constructor(built: string, folder: string) {
    this.#child = spawn(process.execPath, [program, built, folder]);
    this.#child.stdin.on('error', () => {}); // it may be killed while it receives a message
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async ask(command: 'read' | 'append' | 'close'): Promise<StoreAnswer> {
    this.#child.stdin.write(`${command}\n`);
    const line = await this.#lines.next();
    if (line.done === true) throw new Error(`The process has ended before it has answered "${command}".`);
    return JSON.parse(line.value) as StoreAnswer;
  }

  suspend(): void {
    this.#child.kill('SIGSTOP');
  }

  resume(): void {
    this.#child.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }
}
