import { seededRandom } from '../../crash/seeded-random.mjs';
import type { Figure } from '../figure.js';
import { fleetFigures } from '../fleet-figures.js';
import { inLab } from '../lab.js';
import { LoadedFleet } from '../loaded-fleet.js';
import type { StartFlagServer } from '../stores/flag-server.js';

export interface ServerKilledSizes {
  readonly processes: number;
  readonly writers: number;
  /** More processes, which only evaluate. */
  readonly watchers: number;
  readonly kills: number;
  readonly seed: number;
}

/** A server that is killed while it is in use, is unavailable for a short or a long time, and starts again. */
export async function serverKilled(
  start: StartFlagServer,
  { processes, writers, watchers, kills, seed }: ServerKilledSizes,
): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const random = seededRandom(seed);
    const server = await start(lab);
    const workers = await lab.workers(processes + watchers);
    await Promise.all(workers.map((worker) => worker.call('start', { store: server.address })));
    const fleet = await LoadedFleet.start(workers, { writers, watchers, seed });
    for (let kill = 0; kill < kills; kill++) {
      await fleet.writes(1 + Math.floor(random() * 30));
      await server.kill();
      if (random() < 0.6) await fleet.refusals(1 + Math.floor(random() * 30));
      await server.restart();
      await fleet.recovers(`kill ${kill + 1}`);
    }
    return fleetFigures(`${server.name} killed ${kills} times under ${writers} writers`, await fleet.end());
  });
}
