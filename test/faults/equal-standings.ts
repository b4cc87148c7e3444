import { until } from './until.js';
import type { Standing } from './worker/standing.js';
import type { WorkerProcess } from './worker/worker-process.js';

/** How long scenarios wait for what has to come at all; the goals are checked by what was measured. */
export const PATIENCE_MS = 30_000;

/** Resolves once all instances stand at the same version with the same flags, well connected. */
export async function untilEqual(workers: readonly WorkerProcess[]): Promise<Standing> {
  let seen: readonly Standing[] = [];
  try {
    return await until('all instances were equal', PATIENCE_MS, async () => {
      seen = await Promise.all(workers.map((worker) => worker.call('standing')));
      const [first] = seen;
      return seen.every((standing) => isAsWell(standing, first)) ? first : undefined;
    });
  } catch (error) {
    throw new Error(`They stand at ${JSON.stringify(seen)}.`, { cause: error });
  }
}

function isAsWell(standing: Standing, other: Standing | undefined): boolean {
  const { version, digest, state } = standing;
  return state === 'ready' && version === other?.version && digest === other.digest;
}
