import { seededRandom } from '../../crash/seeded-random.mjs';
import type { Figure } from '../figure.js';
import { fleetFigures } from '../fleet-figures.js';
import { inLab } from '../lab.js';
import { LoadedFleet } from '../loaded-fleet.js';

export interface RedisKilledSizes {
  readonly processes: number;
  readonly writers: number;
  /** More processes, which only evaluate. */
  readonly watchers: number;
  readonly kills: number;
  readonly seed: number;
}

/** A Redis that is killed while it is in use, is unavailable for a short or a long time, and starts again. */
export async function redisKilled({
  processes,
  writers,
  watchers,
  kills,
  seed,
}: RedisKilledSizes): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const random = seededRandom(seed);
    const redis = await lab.durableRedis();
    const workers = await lab.workers(processes + watchers);
    await Promise.all(workers.map((worker) => worker.call('start', { port: redis.port })));
    const fleet = await LoadedFleet.start(workers, { writers, watchers, seed });
    for (let kill = 0; kill < kills; kill++) {
      await fleet.writes(1 + Math.floor(random() * 30));
      await redis.kill();
      if (random() < 0.6) await fleet.refusals(1 + Math.floor(random() * 30));
      await redis.restart();
      await fleet.recovers(`kill ${kill + 1}`);
    }
    return fleetFigures(`Redis killed ${kills} times under ${writers} writers`, await fleet.end());
  });
}
