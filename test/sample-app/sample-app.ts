import { spawn, type ChildProcess } from 'node:child_process';
import { on, once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const START_MS = 20_000;
const ANSWER_MS = 10_000;
const STOP_MS = 10_000;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** What the JSON says; the text where there is none. */
  readonly body: unknown;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The real program: a process of its own, on a free port. */
export class SampleApp {
  readonly #child: ChildProcess;
  #printed = '';
  #complaints = '';

  private constructor(env: Readonly<Record<string, string>>) {
    const { FLAGS_DATA_DIR: _data, METRICS_PORT: _metrics, ...inherited } = process.env;
    this.#child = spawn(process.execPath, ['sample-app/dist/main.js'], {
      cwd: ROOT,
      env: { ...inherited, PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const orphaned = () => this.#child.kill('SIGKILL');
    process.once('exit', orphaned);
    this.#child.once('exit', () => process.off('exit', orphaned));
    this.#child.stderr?.on('data', (chunk) => (this.#complaints += String(chunk)));
  }

  /** Resolves once the program has printed where it listens. */
  static async start(env: Readonly<Record<string, string>> = {}): Promise<SampleApp> {
    const app = new SampleApp(env);
    try {
      await app.#listens();
      return app;
    } catch (cause) {
      await app.stop('SIGKILL');
      throw new Error(`The sample app did not start. It printed: ${app.#printed}${app.#complaints}`, { cause });
    }
  }

  /** Everything it said when it started. */
  get printed(): string {
    return this.#printed;
  }

  /** Everything it wrote to stderr. */
  get complaints(): string {
    return this.#complaints;
  }

  get url(): string {
    const url = /http:\/\/localhost:[1-9]\d*/.exec(this.#printed)?.[0];
    if (url === undefined) throw new Error(`No address in what it printed: ${this.#printed}`);
    return url;
  }

  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return await this.fetch(path, { headers });
  }

  async fetch(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(this.url + path, { ...init, signal: AbortSignal.timeout(ANSWER_MS) });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as unknown) : text };
  }

  /** Resolves once it has ended; fails, and kills it, when it takes too long. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ending> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit', { signal: AbortSignal.timeout(STOP_MS) });
      this.#child.kill(signal);
      try {
        await ended;
      } catch (cause) {
        this.#child.kill('SIGKILL');
        throw new Error(`${signal} did not end the sample app within ${STOP_MS} ms.`, { cause });
      }
    }
    return { code: this.#child.exitCode, signal: this.#child.signalCode };
  }

  async #listens(): Promise<void> {
    const { stdout } = this.#child;
    if (stdout === null) throw new Error('There is no stdout to read.');
    for await (const [chunk] of on(stdout, 'data', { signal: AbortSignal.timeout(START_MS), close: ['close'] })) {
      this.#printed += String(chunk);
      if (this.#printed.includes('sample-app/README.md\n')) return void stdout.resume();
    }
    throw new Error('It ended.');
  }
}
