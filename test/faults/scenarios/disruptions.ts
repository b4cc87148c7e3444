import { PATIENCE_MS, untilEqual } from '../equal-states.js';
import { none, times, type Figure, type Floor } from '../figure.js';
import { inLab } from '../lab.js';
import { strayedFrom } from '../log-checks.js';
import { machineTime } from '../machine-time.js';
import { PostgresPair } from '../stores/postgres-pair.js';
import type { StartFlagServer } from '../stores/flag-server.js';
import type { PostgresFlagServer } from '../stores/postgres-flag-server.js';
import { labelled } from '../shop.js';
import { until } from '../until.js';
import type { WorkerProcess } from '../worker/worker-process.js';

export interface DisruptionSizes {
  readonly rounds: number;
}

/** The `timeout` of the workers' stores. */
const TIMEOUT: Floor = { what: '`timeout`', milliseconds: 1000 };
const NOTICED_GOAL = 1.5;
/** Changes while the connection of the other instance is broken, where the writer can make them. */
const MEANWHILE = 5;

/**
 * An instance that only listens, whose connections break in every way that servers and networks have, and another one
 * that changes flags before, meanwhile and afterwards.
 */
export async function disruptions(
  start: StartFlagServer<PostgresFlagServer>,
  { rounds }: DisruptionSizes,
): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const pair = await PostgresPair.start(lab, await start(lab));
    const [writer, watcher] = (await lab.workers(2)) as [WorkerProcess, WorkerProcess];
    await writer.call('start', { store: pair.addressOf('writer') });
    await watcher.call('start', { store: pair.addressOf('watcher') });
    const figures: Figure[] = [];
    await changeSoon(writer, 'first');
    for (const [what, { prepare, begin, end }] of Object.entries(DISRUPTIONS)) {
      const noticed: number[] = [];
      const stood = (await watcher.call('announced')).length;
      for (let round = 0; round < rounds; round++) {
        await prepare?.(pair);
        await untilEqual([writer, watcher]);
        const noticing = watcher.call('noticesOutage');
        const began = machineTime();
        await begin(pair);
        noticed.push((await noticing) - began);
        for (let i = 0; i < MEANWHILE; i++) await tryToChange(writer, `${what} ${round}.${i}`);
        await end(pair);
        await changeSoon(writer, `after ${what} ${round}`);
        await untilEqual([writer, watcher]);
      }
      const seen = await watcher.call('announced');
      const missed = strayedFrom(await writer.call('auditLog'), seen, 'the listener');
      figures.push(
        times(`${what}: noticed by an instance that only listens`, NOTICED_GOAL, Math.max(...noticed), TIMEOUT),
        none(`${what}: changes missed afterwards`, missed, `${seen.length - stood}`),
      );
    }
    return figures;
  });
}

interface Disruption {
  readonly prepare?: (pair: PostgresPair) => Promise<void>;
  readonly begin: (pair: PostgresPair) => Promise<void>;
  readonly end: (pair: PostgresPair) => Promise<void>;
}

const DISRUPTIONS: Readonly<Record<string, Disruption>> = {
  'connection cut without FIN': {
    begin: (pair) => pair.networkOf('watcher').begin({ kind: 'drop', directions: ['to_server', 'to_client'] }),
    end: (pair) => pair.networkOf('watcher').end(),
  },
  '`idle_session_timeout` of 200 ms': {
    begin: (pair) => pair.primary.set({ idle_session_timeout: 200 }),
    end: (pair) => pair.primary.set({ idle_session_timeout: 0 }),
  },
  '`pg_terminate_backend`': {
    begin: (pair) => pair.terminateSessions(),
    end: async () => {},
  },
  'server that hangs': {
    begin: (pair) => pair.primary.pause(),
    end: (pair) => pair.primary.resume(),
  },
  'restart of the server': {
    begin: (pair) => pair.primary.shutDown(),
    end: (pair) => pair.primary.restart(),
  },
  'failover to a promoted standby': {
    prepare: (pair) => pair.addStandby(),
    begin: (pair) => pair.primary.kill(),
    end: (pair) => pair.promoteStandby(),
  },
};

async function tryToChange(writer: WorkerProcess, label: string): Promise<boolean> {
  const change = { type: 'save_flag', key: 'checkout', definition: labelled(label) } as const;
  const { answer } = await writer.call('change', { change, actor: 'operator', reason: label });
  return answer === true;
}

/** Makes a change, as soon as the server accepts it. */
async function changeSoon(writer: WorkerProcess, label: string): Promise<void> {
  await until('a change was accepted', PATIENCE_MS, async () => (await tryToChange(writer, label)) || undefined);
}
