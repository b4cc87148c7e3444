import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { About } from '../measure/task.js';
import type { Answer, Opening, Request } from './messages.js';

const SCRIPT = fileURLToPath(new URL('worker.js', import.meta.url));

/** A worker, seen from the parent. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  #tasks: Readonly<Record<string, { readonly isAsync: boolean }>> = {};
  #about: About = { name: '', packages: [], cannot: {} };

  private constructor(nodeOptions: readonly string[]) {
    this.#child = fork(SCRIPT, { execArgv: [...nodeOptions], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  }

  /**
   * Starts a worker and opens its tasks.
   *
   * @throws {Error} with the worker's own words when it cannot open them; it is ended then
   */
  static async open(opening: Opening, nodeOptions: readonly string[] = []): Promise<WorkerProcess> {
    const worker = new WorkerProcess(nodeOptions);
    try {
      const answer = await worker.#ask({ ask: 'open', opening });
      if ('about' in answer) {
        worker.#about = answer.about;
        worker.#tasks = answer.tasks;
      }
      return worker;
    } catch (error) {
      worker.#child.kill('SIGKILL');
      throw error;
    }
  }

  get about(): About {
    return this.#about;
  }

  /** The names of its tasks, in order. */
  get tasks(): readonly string[] {
    return Object.keys(this.#tasks);
  }

  isAsync(task: string): boolean {
    return this.#tasks[task]?.isAsync ?? false;
  }

  /** What is wrong with the task's answers; `undefined` when nothing is. */
  async verify(task: string): Promise<string | undefined> {
    try {
      const answer = await this.#ask({ ask: 'verify', task });
      return 'problem' in answer ? answer.problem : undefined;
    } catch (error) {
      return `it failed: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  /** Warms up, and finds how many calls fit. */
  async calibrate(task: string, milliseconds: number): Promise<number> {
    const answer = await this.#ask({ ask: 'calibrate', task, milliseconds });
    return 'count' in answer ? answer.count : 1;
  }

  /** Nanoseconds per call, over `count` calls. */
  async time(task: string, count: number): Promise<number> {
    const answer = await this.#ask({ ask: 'time', task, count });
    return 'nanosecondsPerCall' in answer ? answer.nanosecondsPerCall : Number.NaN;
  }

  /** Bytes per call, over `count` calls. */
  async allocations(task: string, count: number): Promise<number> {
    const answer = await this.#ask({ ask: 'allocations', task, count });
    return 'bytesPerCall' in answer ? answer.bytesPerCall : Number.NaN;
  }

  /** Ends it, by force when it does not end by itself. */
  async close(): Promise<void> {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) return;
    const ended = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), CLOSE_TIMEOUT);
    await this.#ask({ ask: 'close' }).catch(() => this.#child.kill('SIGKILL'));
    await ended;
    clearTimeout(timer);
  }

  #ask(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const child = this.#child;
      const settle = () => {
        clearTimeout(timer);
        child.off('message', answered);
        child.off('exit', exited);
      };
      const answered = (answer: Answer) => {
        settle();
        if ('failed' in answer) reject(new Error(answer.failed));
        else resolve(answer);
      };
      const exited = () => {
        settle();
        reject(new Error(`The process ended before it answered "${request.ask}".`));
      };
      const timer = setTimeout(() => {
        settle();
        child.kill('SIGKILL');
        reject(new Error(`It did not answer "${request.ask}" within ${ANSWER_TIMEOUT / 1000} seconds.`));
      }, ANSWER_TIMEOUT);
      child.once('message', answered);
      child.once('exit', exited);
      child.send(request, (error) => {
        if (error === null) return;
        settle();
        reject(error);
      });
    });
  }
}

const ANSWER_TIMEOUT = 60_000;
const CLOSE_TIMEOUT = 3_000;
