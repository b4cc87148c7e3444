import { until } from './until.js';
import type { InstanceState } from './worker/instance-state.js';
import type { WorkerProcess } from './worker/worker-process.js';

/** How long scenarios wait for an event that must happen; goals are checked by what was measured. */
export const PATIENCE_MS = 30_000;

/** Resolves once all instances are connected, and have the same version with the same flags. */
export async function untilEqual(workers: readonly WorkerProcess[]): Promise<InstanceState> {
  let seen: readonly InstanceState[] = [];
  try {
    return await until('all instances were equal', PATIENCE_MS, async () => {
      seen = await Promise.all(workers.map((worker) => worker.call('instanceState')));
      const [first] = seen;
      return seen.every((state) => isEqual(state, first)) ? first : undefined;
    });
  } catch (error) {
    throw new Error(`Their states are ${JSON.stringify(seen)}.`, { cause: error });
  }
}

function isEqual({ version, digest, state }: InstanceState, other: InstanceState | undefined): boolean {
  return state === 'ready' && version === other?.version && digest === other.digest;
}
