import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Deferred } from '../../support/deferred.js';
import type { CallAnswer, CallMessage, CallName } from './call-message.js';
import type { FaultWorker } from './fault-worker.js';

const program = fileURLToPath(new URL('start-worker.mjs', import.meta.url));
const PATIENCE_MS = 60_000;

type Answer<N extends CallName> = Awaited<ReturnType<FaultWorker[N]>>;

/** A Node process of its own that holds instances of the flag manager and does what it is asked. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  readonly #pending = new Map<number, Deferred<unknown>>();
  #calls = 0;
  #complaints = '';

  private constructor() {
    this.#child = fork(program, {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#exit = once(this.#child, 'exit');
    this.#child.stderr?.on('data', (text: Buffer) => (this.#complaints += text.toString()));
    this.#child.on('message', (message: CallAnswer) => this.#settle(message));
    this.#child.on('error', () => {}); // a message to a process that has just been killed
    this.#child.on('exit', (code, signal) => this.#gone(`it ended (${signal ?? code}): ${this.#complaints}`));
  }

  /** Resolves when its code is loaded. */
  static async start(): Promise<WorkerProcess> {
    const worker = new WorkerProcess();
    await worker.#answerOf(0, 'start');
    return worker;
  }

  /** Resolves with the answer; rejects when it throws, when the process ends, and when it takes a minute. */
  async call<N extends CallName>(name: N, ...args: Parameters<FaultWorker[N]>): Promise<Answer<N>> {
    const id = ++this.#calls;
    const message: CallMessage = { id, name, args };
    const answer = this.#answerOf(id, name);
    this.#child.send(message);
    return (await answer) as Answer<N>;
  }

  /** As a crash does it. Calls under way reject. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  async #answerOf(id: number, name: string): Promise<unknown> {
    const deferred = new Deferred<unknown>();
    this.#pending.set(id, deferred);
    const patience = setTimeout(() => deferred.reject(new Error(`The worker did not answer "${name}".`)), PATIENCE_MS);
    try {
      return await deferred.promise;
    } finally {
      clearTimeout(patience);
      this.#pending.delete(id);
    }
  }

  #settle(message: CallAnswer): void {
    const pending = this.#pending.get(message.id);
    if ('error' in message) pending?.reject(new Error(`In the worker: ${message.error}`));
    else pending?.resolve(message.answer);
  }

  #gone(why: string): void {
    for (const pending of this.#pending.values()) pending.reject(new Error(`The worker is gone: ${why}`));
  }
}
