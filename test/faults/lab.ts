import { redisServer } from '../support/servers.js';
import { ServerProcess, type ServerCommand } from '../support/server-process.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { TcpProxy } from './proxy/tcp-proxy.js';
import { RedisObserver } from './redis-observer.js';
import { WorkerProcess } from './worker/worker-process.js';

/** Starts the servers and processes of a scenario, and removes them at its end. */
export class Lab {
  readonly #leftovers: (() => Promise<void>)[] = [];

  /** A Redis in memory. */
  async redis(): Promise<ServerProcess> {
    return await this.#server(redisServer);
  }

  /** A Redis that has every write on its disk before it answers, and finds it there when it is started again. */
  async durableRedis(): Promise<ServerProcess> {
    const directory = await this.directory();
    const disk = ['--appendonly', 'yes', '--appendfsync', 'always', '--dir', directory];
    return await this.#server({ ...redisServer, args: (port) => [...redisServer.args(port), ...disk] });
  }

  async workers(count: number): Promise<readonly WorkerProcess[]> {
    return await Promise.all(Array.from({ length: count }, () => this.worker()));
  }

  async worker(): Promise<WorkerProcess> {
    const starting = WorkerProcess.start();
    this.#leftovers.push(() => starting.then((worker) => worker.kill()));
    return await starting;
  }

  async proxy(port: number): Promise<TcpProxy> {
    const proxy = await TcpProxy.start(port);
    this.#leftovers.push(() => proxy.close());
    return proxy;
  }

  /** Sees what a Redis does. */
  async observer(port: number): Promise<RedisObserver> {
    const observer = await RedisObserver.connect(port);
    this.#leftovers.push(async () => observer.close());
    return observer;
  }

  /** The path of an empty folder. */
  async directory(): Promise<string> {
    const { path, remove } = await temporaryDirectory();
    this.#leftovers.push(remove);
    return path;
  }

  /** Ends everything, what was started last first. */
  async clear(): Promise<void> {
    for (const end of this.#leftovers.splice(0).toReversed()) await end().catch(() => {}); // it was never started
  }

  async #server(command: ServerCommand): Promise<ServerProcess> {
    const server = await ServerProcess.start(command);
    this.#leftovers.push(() => server.kill());
    return server;
  }
}

const open = new Set<Lab>();

/** Runs a scenario in a lab of its own. */
export async function inLab<T>(scenario: (lab: Lab) => Promise<T>): Promise<T> {
  const lab = new Lab();
  open.add(lab);
  try {
    return await scenario(lab);
  } finally {
    open.delete(lab);
    await lab.clear();
  }
}

/** Takes everything from scenarios that somebody has lost patience with. */
export async function clearAllLabs(): Promise<void> {
  await Promise.all(Array.from(open, (lab) => lab.clear()));
}
