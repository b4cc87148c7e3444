import { PATIENCE_MS, untilEqual } from './equal-states.js';
import type { FleetRecord, Recovery } from './fleet-figures.js';
import { firstChanges } from './shop.js';
import { until } from './until.js';
import type { WorkerProcess } from './worker/worker-process.js';

export interface FleetLoad {
  /** Of all processes that write, together. */
  readonly writers: number;
  /** How many of the processes, the last ones, only evaluate. */
  readonly watchers: number;
  readonly seed: number;
}

/** Processes whose operators change flags, and whose users ask for them, while something happens to their store. */
export class LoadedFleet {
  readonly #workers: readonly WorkerProcess[];
  readonly #writing: readonly WorkerProcess[];
  readonly #recoveries: Recovery[] = [];

  private constructor(workers: readonly WorkerProcess[], writing: readonly WorkerProcess[]) {
    this.#workers = workers;
    this.#writing = writing;
  }

  /** @param workers whose instances share an empty store */
  static async start(workers: readonly WorkerProcess[], { writers, watchers, seed }: FleetLoad): Promise<LoadedFleet> {
    for (const { change, label } of firstChanges()) {
      await workers[0]?.call('change', { change, actor: 'shop', reason: label });
    }
    await untilEqual(workers);
    const writing = workers.slice(0, workers.length - watchers);
    await Promise.all(
      workers.map((worker, i) => {
        const share = i < writing.length ? Math.floor((writers + i) / writing.length) : 0;
        return worker.call('startLoad', { name: `process-${i}`, writers: share, seed: seed * 100 + i });
      }),
    );
    return new LoadedFleet(workers, writing);
  }

  /** Resolves once each process that writes has had `count` more changes acknowledged. */
  async writes(count: number): Promise<void> {
    await progress(this.#writing, count, ({ acknowledged }) => acknowledged);
  }

  /** Resolves once each process that writes has had `count` more calls refused. */
  async refusals(count: number): Promise<void> {
    await progress(this.#writing, count, ({ refused }) => refused);
  }

  /** Resolves once each of these processes that writes has had `count` more calls answered or refused; else the others. */
  async calls(count: number, workers: readonly WorkerProcess[]): Promise<void> {
    const calling = this.#writing.filter((worker) => workers.includes(worker));
    await progress(
      calling.length > 0 ? calling : this.#writing,
      count,
      ({ acknowledged, refused }) => acknowledged + refused,
    );
  }

  /** To be called when the store is back: waits until all processes write again and stand at the same change. */
  async recovers(after: string): Promise<void> {
    const began = performance.now();
    await this.writes(1);
    await Promise.all(this.#workers.map((worker) => worker.call('pauseLoad')));
    await untilEqual(this.#workers);
    this.#recoveries.push({ after, milliseconds: performance.now() - began });
    await Promise.all(this.#workers.map((worker) => worker.call('resumeLoad')));
  }

  /** Ends the load; what was seen of it, and the log of what has happened. */
  async end(): Promise<FleetRecord> {
    const reports = await Promise.all(this.#workers.map((worker) => worker.call('stopLoad')));
    await untilEqual(this.#workers);
    const log = (await this.#workers[0]?.call('auditLog')) ?? [];
    const announced = await Promise.all(this.#workers.map((worker) => worker.call('announced')));
    return { reports, log, announced, recoveries: this.#recoveries };
  }
}

type Progress = Awaited<ReturnType<typeof progressOf>>;

async function progressOf(worker: WorkerProcess) {
  return await worker.call('loadProgress');
}

async function progress(
  workers: readonly WorkerProcess[],
  count: number,
  of: (progress: Progress) => number,
): Promise<void> {
  await Promise.all(
    workers.map(async (worker) => {
      const goal = of(await progressOf(worker)) + count;
      await until(`${count} more calls were made`, PATIENCE_MS, async () =>
        of(await progressOf(worker)) >= goal ? true : undefined,
      );
    }),
  );
}
