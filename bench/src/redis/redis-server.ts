import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../measure/free-port.js';

const READY = 'Ready to accept connections';

/** A Redis of its own, which writes every change to its append-only file. */
export class RedisServer {
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(
    child: ChildProcess,
    folder: string,
    readonly port: number,
  ) {
    this.#child = child;
    this.#folder = folder;
  }

  /** @returns `undefined` where there is no `redis-server` */
  static async start(): Promise<RedisServer | undefined> {
    const folder = await mkdtemp(join(tmpdir(), 'feature-flags-redis-'));
    const port = await freePort();
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--save', ''];
    const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    if (await isReady(child)) return new RedisServer(child, folder, port);
    await rm(folder, { recursive: true, force: true });
    return undefined;
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit');
    if (this.#child.kill()) await gone;
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** @returns whether it has started; `false` if the program does not exist */
async function isReady(child: ChildProcess): Promise<boolean> {
  return await new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? resolve(false) : reject(error)));
    child.once('exit', (code) => reject(new Error(`redis-server has exited with code ${code}.`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.includes(READY)) resolve(true);
    });
  });
}
