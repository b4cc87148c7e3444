import { none, type Figure } from '../figure.js';
import { inLab } from '../lab.js';
import type { StartFlagServer } from '../stores/flag-server.js';
import type { PostgresFlagServer } from '../stores/postgres-flag-server.js';

export interface MigrationSizes {
  readonly instances: number;
  readonly trials: number;
}

/** Instances that all create the tables when they start. */
export async function migrationsAtOnce(
  start: StartFlagServer<PostgresFlagServer>,
  { instances, trials }: MigrationSizes,
): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const { ownerUrl, address } = await start(lab);
    const workers = await lab.workers(instances);
    const failed: string[] = [];
    for (let trial = 0; trial < trials; trial++) {
      const options = { schema: `trial_${trial}`, role: address.user };
      const outcomes = await Promise.all(workers.map((worker) => worker.call('migrate', ownerUrl, options)));
      failed.push(
        ...outcomes.flatMap(({ refused }) => (refused === undefined ? [] : [`${trial}: ${refused.message}`])),
      );
    }
    return [none(`${instances} instances that migrate at once: failures`, failed, `${trials} trials`)];
  });
}
