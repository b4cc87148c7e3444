import type { Task } from './task.js';

export interface TimedRun {
  readonly nanosecondsPerCall: number;
  /** The sum over the answers. */
  readonly sum: number;
}

/** Does the task `count` times and divides the time by it. */
export async function timedRun(task: Task, count: number): Promise<TimedRun> {
  const start = process.hrtime.bigint();
  // What is not asynchronous must not wait for a turn of the event loop either.
  const answers = task.run(count);
  const sum = typeof answers === 'number' ? answers : await answers;
  return { nanosecondsPerCall: Number(process.hrtime.bigint() - start) / count, sum };
}

/**
 * Warms the task up and finds how often it can be done in about `milliseconds`.
 *
 * @returns the count, at least 1
 */
export async function calibrated(task: Task, milliseconds: number): Promise<number> {
  let count = 16;
  for (let runs = 0; ; runs++) {
    const { nanosecondsPerCall } = await timedRun(task, count);
    const fitting = Math.max(1, Math.round((milliseconds * 1e6) / nanosecondsPerCall));
    // Compiled code is faster than what the first runs met: the count is right once it stays.
    if (runs >= WARM_RUNS && fitting <= count * 1.25) return fitting;
    count = Math.min(fitting, count * 8);
  }
}

const WARM_RUNS = 8;
