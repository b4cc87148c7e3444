import { log } from '../report/log.js';
import type { WorkerProcess } from './worker-process.js';

/** One measurement to be repeated: a task of a worker. */
export interface Lane {
  readonly worker: WorkerProcess;
  readonly task: string;
}

export interface RoundOptions {
  readonly rounds: number;
  /** About how long one measurement takes, in milliseconds. */
  readonly milliseconds: number;
}

/**
 * Times groups of lanes in rounds: in each round each group, in each group each lane in turn, and whoever was first is
 * last in the next round. One process is busy at a time, so that all of them meet the same machine.
 *
 * @returns by lane, nanoseconds per call, one for each round
 */
export async function interleavedRounds(
  groups: readonly (readonly Lane[])[],
  { rounds, milliseconds }: RoundOptions,
): Promise<ReadonlyMap<Lane, readonly number[]>> {
  const counts = new Map<Lane, number>();
  // Twice: what a process was asked last changes how it answers what it was asked first.
  for (let pass = 0; pass < 2; pass++) {
    log(`  warming up, ${pass + 1} of 2`);
    for (const lane of groups.flat()) counts.set(lane, await lane.worker.calibrate(lane.task, milliseconds));
  }
  const measured = new Map<Lane, number[]>(groups.flat().map((lane) => [lane, []]));
  for (let round = 0; round < rounds; round++) {
    if (round % 5 === 0) log(`  round ${round + 1} of ${rounds}`);
    for (const group of groups) {
      for (const lane of rotated(group, round)) {
        measured.get(lane)?.push(await lane.worker.time(lane.task, counts.get(lane) ?? 1));
      }
    }
  }
  return measured;
}

function rotated<T>(all: readonly T[], by: number): readonly T[] {
  const first = by % Math.max(1, all.length);
  return [...all.slice(first), ...all.slice(0, first)];
}
