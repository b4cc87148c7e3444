import { GCProfiler, getHeapStatistics } from 'node:v8';
import type { Task } from './task.js';

/**
 * The bytes that one call of the task leaves on the JavaScript heap, garbage included: how much the heap grew over all
 * calls, and what each collection meanwhile took away added again. The least of several runs, as compiled code is
 * allocated there too.
 */
export async function allocatedBytes(task: Task, count: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  const nothing: Task = { ...task, run: () => 0 };
  for (let run = 0; run < RUNS; run++) {
    const ofMeasuring = await grownBy(nothing, count);
    least = Math.min(least, (await grownBy(task, count)) - ofMeasuring);
  }
  return Math.max(0, least) / count;
}

const RUNS = 3;

async function grownBy(task: Task, count: number): Promise<number> {
  globalThis.gc?.();
  const profiler = new GCProfiler();
  profiler.start();
  let before = getHeapStatistics().used_heap_size;
  const answers = task.run(count);
  if (typeof answers !== 'number') await answers;
  const after = getHeapStatistics().used_heap_size;
  let grown = 0;
  for (const { beforeGC, afterGC } of profiler.stop()?.statistics ?? []) {
    grown += beforeGC.heapStatistics.usedHeapSize - before;
    before = afterGC.heapStatistics.usedHeapSize;
  }
  return grown + after - before;
}
