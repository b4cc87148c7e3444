import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.js';

export interface ServerCommand {
  readonly command: string;
  readonly args: (port: number) => readonly string[];
  /** A line that the server answers once it is up, and how its answer begins. */
  readonly greeting: { readonly ask: string; readonly answer: string };
  /** The user that it runs as. @default the current one */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

const START_MS = 10_000;
const STOP_MS = 5000;
const ATTEMPTS = 3;

/** A real server on a port of its own, for as long as the tests need it. */
export class ServerProcess {
  #child: ChildProcess;

  private constructor(
    readonly port: number,
    readonly server: ServerCommand,
  ) {
    this.#child = this.#spawn();
  }

  /**
   * Resolves once the server answers.
   *
   * @param port @default a free one, and another one if the server does not start there: its port may be taken meanwhile
   */
  static async start(server: ServerCommand, port?: number): Promise<ServerProcess> {
    for (let attempt = 1; ; attempt++) {
      const started = new ServerProcess(port ?? (await freePort()), server);
      try {
        await started.#answers();
        return started;
      } catch (error) {
        if (port !== undefined || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** Lets it hang: it keeps its connections and answers nobody. Resolves once it has come to a halt. */
  async pause(): Promise<void> {
    this.#child.kill('SIGSTOP');
    const deadline = Date.now() + STOP_MS;
    while (!(await this.#stands())) {
      if (Date.now() > deadline) throw new Error(`${this.server.command} does not pause`);
      await delay(1);
    }
  }

  resume(): void {
    this.#child.kill('SIGCONT');
  }

  /** As a crash does it. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Starts it again on the same port, empty. */
  async restart(): Promise<void> {
    await this.kill();
    this.#child = this.#spawn();
    await this.#answers();
  }

  async stop(): Promise<void> {
    this.resume();
    await this.#end('SIGTERM');
  }

  #spawn(): ChildProcess {
    const child = spawn(this.server.command, this.server.args(this.port), { ...this.server.user, stdio: 'ignore' });
    const orphaned = () => child.kill('SIGKILL');
    process.once('exit', orphaned);
    child.once('exit', () => process.off('exit', orphaned));
    return child;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#hasEnded) return;
    const exit = once(this.#child, 'exit');
    const patience = new AbortController();
    this.#child.kill(signal);
    const overdue = delay(STOP_MS, undefined, { signal: patience.signal }).then(
      () => void this.#child.kill('SIGKILL'),
      () => {}, // it has ended in time
    );
    await exit;
    patience.abort();
    await overdue;
  }

  async #answers(): Promise<void> {
    const deadline = Date.now() + START_MS;
    while (!(await this.#greets())) {
      if (this.#hasEnded || Date.now() > deadline) {
        await this.#end('SIGKILL');
        throw new Error(`${this.server.command} did not start on port ${this.port}`);
      }
      await delay(10);
    }
  }

  /** Whether all its threads are stopped; where the system does not tell, whether it has gone silent. */
  async #stands(): Promise<boolean> {
    const tasks = `/proc/${this.#child.pid}/task`;
    if (!existsSync(tasks)) return !(await this.#greets());
    const states = await Promise.all((await readdir(tasks)).map((task) => readFile(join(tasks, task, 'stat'), 'utf8')));
    return states.every((state) => state.includes(') T '));
  }

  #greets(): Promise<boolean> {
    const { ask, answer } = this.server.greeting;
    return new Promise((resolve) => {
      const socket = connect(this.port, '127.0.0.1', () => socket.write(`${ask}\r\n`));
      socket.setTimeout(1000, () => socket.destroy());
      socket.on('data', (data) => {
        resolve(data.toString().startsWith(answer));
        socket.destroy();
      });
      socket.on('error', () => socket.destroy());
      socket.on('close', () => resolve(false));
    });
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}
