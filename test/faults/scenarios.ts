import type { Figure } from './figure.js';
import { bootstrap } from './scenarios/bootstrap.js';
import { conflicts } from './scenarios/conflicts.js';
import { forgedMessages } from './scenarios/forged-messages.js';
import { fullDisk } from './scenarios/full-disk.js';
import { handover } from './scenarios/handover.js';
import { herd } from './scenarios/herd.js';
import { lateChanges } from './scenarios/late-changes.js';
import { manyFlags } from './scenarios/many-flags.js';
import { networkCut } from './scenarios/network-cut.js';
import { propagation } from './scenarios/propagation.js';
import { scheduledChanges } from './scenarios/scheduled-changes.js';
import { serverKilled } from './scenarios/server-killed.js';
import { storeDataLoss } from './scenarios/store-data-loss.js';
import type { StartFlagServer } from './stores/flag-server.js';
import { redis } from './stores/redis-flag-server.js';

type Scenario = () => Promise<readonly Figure[]>;

const seed = Number(process.env['FAULTS_SEED'] ?? 1);

/** The scenarios of every kind of server, at full size. */
function onEvery(kind: string, start: StartFlagServer): Readonly<Record<string, Scenario>> {
  return {
    [`${kind}-forged-messages`]: () => forgedMessages(start, { processes: 4, duration: 10_000 }),
    [`${kind}-data-loss`]: () => storeDataLoss(start, { processes: 4, rounds: 20 }),
    [`${kind}-killed`]: () => serverKilled(start, { processes: 4, writers: 10, watchers: 1, kills: 20, seed }),
    [`${kind}-network-cut`]: () =>
      networkCut(start, { processes: 4, writers: 10, watchers: 1, rounds: 2, calls: 6, storeTimeout: '5s', seed }),
    [`${kind}-conflicts`]: () => conflicts(start, { processes: 4, edits: 200, rounds: 20 }),
    [`${kind}-handover`]: () => handover(start, { rounds: 100 }),
    [`${kind}-many-flags`]: () => manyFlags(start, { flags: 10_000, boots: 5, changes: 100 }),
    [`${kind}-scheduled-changes`]: () => scheduledChanges(start, { trials: 100, lanes: 2, seed }),
    [`${kind}-late-changes`]: () => lateChanges(start, { rounds: 10 }),
    [`${kind}-herd`]: () => herd(start, { processes: 4, instances: 100, changes: 50 }),
    [`${kind}-bootstrap`]: () => bootstrap(start, { copies: 20 }),
  };
}

/** All scenarios at full size, by name. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'redis-propagation': () => propagation(redis, { processes: 8, changes: 1000, goal: { share: 0.99, times: 30 } }),
  ...onEvery('redis', redis),
  'file-full-disk': () => fullDisk({ rounds: 50, changes: 20 }),
};
