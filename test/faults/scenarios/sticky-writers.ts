import { none, type Figure } from '../figure.js';
import { inLab } from '../lab.js';
import type { StartFlagServer } from '../stores/flag-server.js';
import type { PostgresFlagServer } from '../stores/postgres-flag-server.js';

export interface StickyWriterSizes {
  readonly writers: number;
  /** Of all writers together. */
  readonly writes: number;
}

/** Processes that store variants of the same users at the same time. */
export async function stickyWriters(
  start: StartFlagServer<PostgresFlagServer>,
  { writers, writes }: StickyWriterSizes,
): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const server = await start(lab);
    const workers = await lab.workers(writers);
    const failed = await Promise.all(
      workers.map((worker, i) => worker.call('writeSticky', server.address, { writes: writes / writers, seed: i })),
    );
    const [row] = await server.server.query<{ readonly deadlocks: number }>(
      'SELECT deadlocks::int FROM pg_stat_database WHERE datname = $1',
      [server.address.database],
    );
    const deadlocks = Array.from({ length: row?.deadlocks ?? 0 }, (_, i) => `deadlock ${i + 1}`);
    const title = `${writers} writers of the variants of the same users`;
    return [
      none(`${title}: deadlocks`, deadlocks, `${writes} writes`),
      none(`${title}: failed writes, and variants that are not the ones in force`, failed.flat(), `${writes} writes`),
    ];
  });
}
