import type { Figure } from './figure.js';
import { auditPages } from './scenarios/audit-pages.js';
import { bootstrap } from './scenarios/bootstrap.js';
import { conflicts } from './scenarios/conflicts.js';
import { disruptions } from './scenarios/disruptions.js';
import { forgedDuringRead } from './scenarios/forged-during-read.js';
import { forgedMessages } from './scenarios/forged-messages.js';
import { fullDisk } from './scenarios/full-disk.js';
import { handover } from './scenarios/handover.js';
import { herd } from './scenarios/herd.js';
import { idleCost } from './scenarios/idle-cost.js';
import { lateAppends } from './scenarios/late-appends.js';
import { lateChanges } from './scenarios/late-changes.js';
import { manyFlags } from './scenarios/many-flags.js';
import { migrationsAtOnce } from './scenarios/migrations-at-once.js';
import { networkCut } from './scenarios/network-cut.js';
import { propagation } from './scenarios/propagation.js';
import { pushAgainstPoll } from './scenarios/push-against-poll.js';
import { runtimeRole } from './scenarios/runtime-role.js';
import { scheduledChanges } from './scenarios/scheduled-changes.js';
import { serverKilled } from './scenarios/server-killed.js';
import { stickyWriters } from './scenarios/sticky-writers.js';
import { storeCosts } from './scenarios/store-costs.js';
import { storeDataLoss } from './scenarios/store-data-loss.js';
import { transactionPooler } from './scenarios/transaction-pooler.js';
import type { StartFlagServer } from './stores/flag-server.js';
import { asynchronous, genericPlans, ISOLATION_LEVELS, isolated } from './stores/postgres-databases.js';
import { postgres } from './stores/postgres-flag-server.js';
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
    [`${kind}-scheduled-changes`]: () => scheduledChanges(start, { trials: 100, lanes: 2, seed }),
    [`${kind}-late-changes`]: () => lateChanges(start, { rounds: 10 }),
    [`${kind}-herd`]: () => herd(start, { processes: 4, instances: 100, changes: 50 }),
    [`${kind}-bootstrap`]: () => bootstrap(start, { copies: 20 }),
  };
}

/** All scenarios at full size, by name. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'redis-propagation': () => propagation(redis, { processes: 8, changes: 1000, goal: { share: 0.99, times: 30 } }),
  'redis-many-flags': () => manyFlags(redis, { flags: 10_000, boots: 5, changes: 100, bootGoal: 3 }),
  ...onEvery('redis', redis),
  'postgres-propagation': () =>
    propagation(postgres(), { processes: 8, changes: 1000, goal: { share: 0.5, times: 2.5 } }),
  'postgres-push-against-poll': () => pushAgainstPoll(postgres(), { processes: 8, changes: 1000, polled: 60 }),
  // Rows are read twice as fast as a hash of Redis, and what the manager does with them takes as long.
  'postgres-many-flags': () => manyFlags(postgres(), { flags: 10_000, boots: 5, changes: 100, bootGoal: 6 }),
  ...onEvery('postgres', postgres()),
  'postgres-asynchronous-commit-killed': () =>
    serverKilled(asynchronous, { processes: 4, writers: 10, watchers: 1, kills: 20, seed }),
  ...Object.fromEntries(
    ISOLATION_LEVELS.map((level) => [
      `postgres-${level.replace(' ', '-')}-conflicts`,
      () => conflicts(isolated(level), { processes: 4, edits: 200, rounds: 20 }),
    ]),
  ),
  'postgres-late-appends': () => lateAppends(postgres(), { trials: 100, seed }),
  'postgres-transaction-pooler': () => transactionPooler(postgres(), { processes: 4, changes: 60 }),
  'postgres-disruptions': () => disruptions(postgres(), { rounds: 5 }),
  'postgres-forged-during-read': () => forgedDuringRead(postgres(), { messages: 1000 }),
  'postgres-idle-cost': () => idleCost(postgres(), { instances: 4, idle: 60_000, changes: 500 }),
  'postgres-sticky-writers': () => stickyWriters(postgres(), { writers: 4, writes: 1000 }),
  'postgres-migrations-at-once': () => migrationsAtOnce(postgres(), { instances: 6, trials: 20 }),
  'postgres-runtime-role': () => runtimeRole(postgres()),
  'postgres-audit-pages': () => auditPages(postgres(), { entries: 1_000_000, rounds: 20 }),
  'postgres-generic-plan-audit-pages': () => auditPages(genericPlans, { entries: 1_000_000, rounds: 20 }),
  'postgres-store-costs': () => storeCosts(postgres(), { documents: 10_000, reads: 20, appends: 300 }),
  'file-full-disk': () => fullDisk({ rounds: 50, changes: 20 }),
};
