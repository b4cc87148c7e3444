import { LOOP_ALONE } from '../evaluate/loop-alone.js';
import { log } from '../report/log.js';
import type { Opening } from './messages.js';
import { WorkerProcess } from './worker-process.js';

/** A contender with its own process, its answers verified. */
export interface Opened {
  readonly id: string;
  readonly worker: WorkerProcess;
  /** What is timed. */
  readonly tasks: readonly string[];
  /** What is not, each with the reason: it has no equal of it, or answered wrongly. */
  readonly left: Readonly<Record<string, string>>;
}

export interface OpenedAll {
  readonly opened: readonly Opened[];
  /** Who could not be opened at all, each with the reason. */
  readonly failed: Readonly<Record<string, string>>;
}

/** Opens each in a process of its own and verifies all of its answers, before anything is timed. */
export async function openContenders(
  ids: readonly string[],
  openingOf: (id: string) => Opening,
  nodeOptions: readonly string[] = [],
): Promise<OpenedAll> {
  const opened: Opened[] = [];
  const failed: Record<string, string> = {};
  for (const id of ids) {
    try {
      const worker = await WorkerProcess.open(openingOf(id), nodeOptions);
      opened.push(id === LOOP_ALONE ? { id, worker, tasks: worker.tasks, left: {} } : await verified(id, worker));
    } catch (error) {
      failed[id] = firstLine(error);
      log(`  ${id} cannot be opened: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { opened, failed };
}

async function verified(id: string, worker: WorkerProcess): Promise<Opened> {
  const left: Record<string, string> = { ...worker.about.cannot };
  const tasks: string[] = [];
  for (const task of worker.tasks) {
    const problem = await worker.verify(task);
    if (problem === undefined) tasks.push(task);
    else {
      left[task] = `refused: ${problem}`;
      log(`  ${id} is refused for ${task}: ${problem}`);
    }
  }
  return { id, worker, tasks, left };
}

export async function closeAll(opened: readonly Opened[]): Promise<void> {
  for (const { worker } of opened) await worker.close();
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
