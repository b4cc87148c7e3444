import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Cores } from './cores.js';
import { NestFolder } from './nest-folder.js';
import type { Answer, Plan, Ports, Question, Usage } from './server/messages.js';
import type { RowName } from './server/row-name.js';
import type { Heap, ServerSetting } from './setting.js';

/** How long a server may take to start or to answer, in milliseconds. */
const PATIENCE = 30_000;

/**
 * `process.nextTick` becomes several times slower, for good, once V8 has collected all garbage three times while no tick
 * was waiting: the feedback of its object literal holds a map weakly, loses it, and never learns the next one. Bare Fastify on
 * Node 20 is then 6 to 7 µs a request slower; with one tick object kept alive it is not. Any server may get there, and what
 * is imported moves when. Rows are comparable only on the same side of that.
 */
const EXEC_ARGV: Readonly<Record<Heap, readonly string[]>> = {
  collected: ['--expose-gc'],
  fresh: ['--initial-old-space-size=256'],
};

/** A server in a process of its own: of one row, or of several that are compared with each other. */
export class ServerProcess {
  readonly #child: ChildProcess;

  private constructor(
    child: ChildProcess,
    private readonly ports: Ports,
  ) {
    this.#child = child;
  }

  static async start(
    { nest, platform, node, heap }: ServerSetting,
    rows: readonly RowName[],
    cores: Cores | undefined,
  ): Promise<ServerProcess> {
    const folder = new NestFolder(nest);
    const executable = node === 24 ? folder.node24 : process.execPath;
    const [execPath, first] = cores?.started(executable) ?? [executable, []];
    const child = fork(folder.main, [platform, ...rows], {
      execPath,
      execArgv: [...first, ...EXEC_ARGV[heap]],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    try {
      const { ports } = await answerOf<{ readonly ports: Ports }>(child);
      return new ServerProcess(child, ports);
    } catch (error) {
      child.kill();
      throw new Error(`It does not start: ${output.trim().slice(-500)}`, { cause: error });
    }
  }

  /** @throws {RangeError} when the row is not one of this server's */
  portOf(row: RowName): number {
    const port = this.ports[row];
    if (port === undefined) throw new RangeError(`The server does not serve "${row}".`);
    return port;
  }

  /** CPU time of the process so far, in microseconds. */
  async cpu(): Promise<number> {
    return (await this.#ask<Usage>({ ask: 'usage' })).cpu;
  }

  /** Gives every user this plan. */
  async setPlan(plan: Plan): Promise<void> {
    await this.#ask({ ask: 'plan', plan });
  }

  /** Collects all garbage a few times, where its heap is one that is. */
  async collect(): Promise<void> {
    await this.#ask({ ask: 'collect' });
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
