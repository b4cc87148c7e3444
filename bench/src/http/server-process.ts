import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { NestFolder } from './nest-folder.js';
import type { Answer, Plan, Question, Usage } from './server/messages.js';
import type { RowName } from './server/row-name.js';
import type { Setting } from './setting.js';

/** How long a server may take to start or to answer, in milliseconds. */
const PATIENCE = 30_000;

/**
 * All servers begin with the same, roomy heap (in MB). With V8's own, small one, importing a package that is never called
 * (zod alone, for one) cost Fastify about 5 µs a request on Node 20 in most processes and nothing in some, for as long as
 * they lived. With this it cost nothing; why is not known. The figures therefore leave out what an import may cost.
 */
const EXEC_ARGV = ['--initial-old-space-size=256'];

/** One row's server, in a process of its own. */
export class ServerProcess {
  readonly #child: ChildProcess;

  private constructor(
    child: ChildProcess,
    readonly port: number,
  ) {
    this.#child = child;
  }

  static async start({ nest, platform, node }: Setting, row: RowName): Promise<ServerProcess> {
    const folder = new NestFolder(nest);
    const execPath = node === 24 ? folder.node24 : process.execPath;
    const child = fork(folder.main, [platform, row], {
      execPath,
      execArgv: EXEC_ARGV,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    try {
      const { port } = await answerOf<{ readonly port: number }>(child);
      return new ServerProcess(child, port);
    } catch (error) {
      child.kill();
      throw new Error(`It does not start: ${output.trim().slice(-500)}`, { cause: error });
    }
  }

  /** CPU time of the process so far, in microseconds. */
  async cpu(): Promise<number> {
    return (await this.#ask<Usage>({ ask: 'usage' })).cpu;
  }

  /** Gives every user this plan. */
  async setPlan(plan: Plan): Promise<void> {
    await this.#ask({ ask: 'plan', plan });
  }

  /** Ends it; one that does not stop by itself is killed. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    try {
      await this.#ask({ ask: 'stop' });
    } finally {
      this.#child.kill();
      await gone;
    }
  }

  async #ask<A extends Answer>(question: Question): Promise<A> {
    const answer = answerOf<A>(this.#child);
    this.#child.send(question);
    return await answer;
  }
}

async function answerOf<A extends Answer>(child: ChildProcess): Promise<A> {
  const settled = new AbortController();
  const signal = AbortSignal.any([settled.signal, AbortSignal.timeout(PATIENCE)]);
  try {
    const exit = once(child, 'exit', { signal }).then(([code]) => {
      throw new Error(`The server has exited with code ${code}.`);
    });
    const [answer] = await Promise.race([once(child, 'message', { signal }), exit]);
    return answer as A;
  } finally {
    settled.abort();
  }
}
