import { setTimeout as delay } from 'node:timers/promises';
import { atMost, none, type Figure } from '../figure.js';
import { inLab } from '../lab.js';
import { callsOf, since, type StartFlagServer } from '../stores/flag-server.js';
import type { PostgresFlagServer } from '../stores/postgres-flag-server.js';
import type { StoreAddress } from '../stores/store-address.js';
import type { WorkerProcess } from '../worker/worker-process.js';

export interface IdleCostSizes {
  readonly instances: number;
  /** How long nothing happens, in milliseconds. */
  readonly idle: number;
  /** How many changes the instances make before that. */
  readonly changes: number;
}

/** One, so that the pool is full, and each further connection is one that the store has opened itself. */
const POOL_SIZE = 1;
const OWN_CONNECTIONS = 3;
const WRITERS = 8;
/** What an instance does at its start is over then, such as asking for the time. */
const SETTLING_MS = 2000;
/** What proves that a connection still listens: a question, and a notification of one of the instances after 30 seconds. */
const HEARTBEAT = /pg_listening_channels|^\s*SELECT set_config\(.*pg_notify/s;

/** What instances cost their server while nobody changes anything, and how many connections they have. */
export async function idleCost(
  start: StartFlagServer<PostgresFlagServer>,
  { instances, idle, changes }: IdleCostSizes,
): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const server = await start(lab);
    const own = await connectionsOf(server, await lab.worker(), { store: server.address, changes });
    const pooled = { ...(await server.space('pooled')), poolSize: POOL_SIZE };
    const shared = await connectionsOf(server, await lab.worker(), { store: pooled, changes });
    const workers = await lab.workers(instances);
    await Promise.all(workers.map((worker) => worker.call('start', { store: server.address })));
    await delay(SETTLING_MS);
    const before = await server.carriedOut();
    await delay(idle);
    const caused = since(before, await server.carriedOut());
    const beats = caused.filter(({ text }) => HEARTBEAT.test(text)).reduce((sum, { calls }) => sum + calls, 0);
    const others = caused.filter(({ text, effect }) => !HEARTBEAT.test(text) && effect !== 'reads_log');
    const among = `${beats} heartbeats and ${callsOf('reads_log', caused)} polls of ${instances} instances`;
    return [
      none(
        `statements of idle instances in ${idle / 1000} s, beside heartbeats and polls`,
        others.map(({ text, calls }) => `${calls} times ${text}`),
        among,
      ),
      atMost('connections of an instance with `url`', { goal: OWN_CONNECTIONS, measured: own, unit: 'connections' }),
      atMost('connections of an instance with `pool`, beside those of the pool', {
        goal: 1,
        measured: shared - POOL_SIZE,
        unit: 'connections',
      }),
    ];
  });
}

/** The largest number of connections of one instance, which makes many calls at the same time. */
async function connectionsOf(
  server: PostgresFlagServer,
  worker: WorkerProcess,
  { store, changes }: { readonly store: StoreAddress; readonly changes: number },
): Promise<number> {
  await worker.call('start', { store });
  await worker.call('startLoad', { name: 'load', writers: WRITERS, seed: 1 });
  let most = 0;
  while ((await worker.call('loadProgress')).acknowledged < changes) {
    const [row] = await server.server.query<{ readonly count: number }>(
      'SELECT count(*)::int AS count FROM pg_stat_activity WHERE usename = $1',
      [server.address.user],
    );
    most = Math.max(most, row?.count ?? 0);
  }
  await worker.kill();
  await server.allDisconnected();
  return most;
}
