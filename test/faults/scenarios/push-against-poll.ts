import { none, times, type Figure } from '../figure.js';
import { inLab } from '../lab.js';
import { percentile } from '../percentile.js';
import type { StartFlagServer } from '../stores/flag-server.js';
import type { PostgresFlagServer } from '../stores/postgres-flag-server.js';
import type { StoreAddress } from '../stores/store-address.js';
import { changesSeen, distributionOf, type SeenChanges } from './propagation.js';

export interface PushAgainstPollSizes {
  readonly processes: number;
  readonly changes: number;
  /** Fewer, because each takes about a second. */
  readonly polled: number;
}

const GOAL = 1 / 20;

/** Changes that are pushed to other processes, beside changes for which these poll every second. */
export async function pushAgainstPoll(
  start: StartFlagServer<PostgresFlagServer>,
  { processes, changes, polled }: PushAgainstPollSizes,
): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const server = await start(lab);
    const seen = async (store: StoreAddress, count: number): Promise<SeenChanges> => {
      const workers = await lab.workers(processes);
      await Promise.all(workers.map((worker) => worker.call('start', { store, storePoll: '1s' })));
      const result = await changesSeen(workers, count);
      await Promise.all(workers.map((worker) => worker.kill()));
      return result;
    };
    const pushed = await seen(server.address, changes);
    const bySecond = await seen({ ...(await server.space('polled')), listen: false }, polled);
    const floor = { what: 'polled every second, p99', milliseconds: percentile(bySecond.delays, 0.99) };
    const title = `${changes} changes pushed by ${server.name} to ${processes} processes`;
    const p99 = percentile(pushed.delays, 0.99);
    return [
      times(`${title}: seen, p99`, GOAL, p99, floor, distributionOf(pushed.delays)),
      none(`${title}: missed or out of order`, pushed.wrong, `${pushed.delays.length} sightings`),
      none(
        `${polled} changes that are polled for: missed or out of order`,
        bySecond.wrong,
        `${bySecond.delays.length}`,
      ),
    ];
  });
}
