import { temporaryDirectory } from '../support/temporary-directory.js';
import { TcpProxy } from './proxy/tcp-proxy.js';
import { WorkerProcess } from './worker/worker-process.js';

/** Starts the servers and processes of a scenario, and removes them at its end. */
export class Lab {
  readonly #leftovers: (() => Promise<void>)[] = [];

  /** Ends something at the end of the scenario, even if it is still starting then. */
  async keep<T>(starting: Promise<T>, end: (started: T) => Promise<void>): Promise<T> {
    this.#leftovers.push(() => starting.then(end));
    return await starting;
  }

  async workers(count: number): Promise<readonly WorkerProcess[]> {
    return await Promise.all(Array.from({ length: count }, () => this.worker()));
  }

  async worker(): Promise<WorkerProcess> {
    return await this.keep(WorkerProcess.start(), (worker) => worker.kill());
  }

  async proxy(port: number): Promise<TcpProxy> {
    return await this.keep(TcpProxy.start(port), (proxy) => proxy.close());
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
