import { contenders } from '../contenders/contenders.js';
import { FLOOR, OURS } from '../evaluate/fastest-peer.js';
import { flagCases } from '../evaluate/flag-case.js';
import { MORE_OF_OURS } from '../evaluate/ways-of-ours.js';
import type { BenchOptions } from '../options.js';
import { log } from '../report/log.js';
import { closeAll, openContenders, type Opened } from '../worker/open-contenders.js';
import type { MemoryResults } from './memory-results.js';

// So that few collections come in between; each is accounted for.
const NODE_OPTIONS = ['--expose-gc', '--min-semi-space-size=64', '--max-semi-space-size=64'];
const CALLS = 1_000_000;

/** Counts what one call allocates, for all contenders and all cases. */
export async function runMemory({ check, quick }: BenchOptions): Promise<MemoryResults | undefined> {
  if (check) return undefined; // the answers are those of the evaluate suite
  const bytes = new Map<Opened, Readonly<Record<string, number>>>();
  const all: Opened[] = [];
  const failures: Record<string, string> = {};
  for (const id of [...Object.keys(contenders), MORE_OF_OURS]) {
    log(`memory: ${id}`);
    const { opened, failed } = await openContenders(
      [id],
      () => (id === MORE_OF_OURS ? { program: 'more-of-ours' } : { program: 'cases', contender: id }),
      NODE_OPTIONS,
    );
    Object.assign(failures, failed);
    try {
      for (const each of opened) {
        all.push(each);
        bytes.set(each, await bytesOf(each, quick));
      }
    } finally {
      await closeAll(opened);
    }
  }
  const ours = all.find(({ id }) => id === MORE_OF_OURS);
  return {
    failed: failures,
    ours: (ours === undefined ? undefined : bytes.get(ours)) ?? {},
    contenders: all
      .filter((each) => each !== ours)
      .map((each) => ({
        id: each.id,
        name: each.worker.about.name,
        packages: each.worker.about.packages,
        isAsync: each.worker.isAsync(flagCases[0]?.id ?? ''),
        bytes: bytes.get(each) ?? {},
        left: each.left,
      })),
  };
}

async function bytesOf({ id, worker, tasks }: Opened, quick: boolean): Promise<Readonly<Record<string, number>>> {
  const fitting: Record<string, number> = {};
  for (let pass = 0; pass < 2; pass++) {
    for (const task of tasks) fitting[task] = await worker.calibrate(task, 25);
  }
  const isExact = id === OURS || id === FLOOR || id === MORE_OF_OURS;
  const bytes: Record<string, number> = {};
  for (const task of tasks) {
    // Of the slow ones as many calls as a quarter of a second takes: they allocate so much that more would tell no more.
    const calls = isExact && !quick ? CALLS : Math.min(CALLS, (fitting[task] ?? 1) * 10);
    bytes[task] = Math.round((await worker.allocations(task, calls)) * 1000) / 1000;
  }
  return bytes;
}
