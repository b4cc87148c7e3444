import type { Duration } from '../../../lib/internal/duration.js';
import { seededRandom } from '../../crash/seeded-random.mjs';
import { within, type Figure } from '../figure.js';
import { fleetFigures, LONGEST_CALL_MS } from '../fleet-figures.js';
import { inLab } from '../lab.js';
import { LoadedFleet } from '../loaded-fleet.js';
import type { NetworkFault } from '../proxy/network-fault.js';
import type { TcpProxy } from '../proxy/tcp-proxy.js';
import type { StartFlagServer } from '../stores/flag-server.js';
import type { StoreAddress } from '../stores/store-address.js';
import type { WorkerProcess } from '../worker/worker-process.js';

export interface NetworkCutSizes {
  readonly processes: number;
  readonly writers: number;
  /** More processes, which only evaluate. */
  readonly watchers: number;
  /** How often each fault befalls one process, and as often all of them. */
  readonly rounds: number;
  /** How many calls each process that is cut off makes meanwhile, at most. */
  readonly calls: number;
  readonly storeTimeout: Duration;
  readonly seed: number;
}

interface Line {
  readonly worker: WorkerProcess;
  readonly proxy: TcpProxy;
}

const SILENCE: NetworkFault = { kind: 'drop', directions: ['to_server', 'to_client'] };

const FAULTS: readonly NetworkFault[] = [
  SILENCE,
  { kind: 'drop', directions: ['to_server'] },
  { kind: 'drop', directions: ['to_client'] },
  { kind: 'delay', milliseconds: 300 },
  { kind: 'half_close', notified: 'client' },
  { kind: 'half_close', notified: 'server' },
  { kind: 'cut' },
];

/** Processes that each have a network of their own, which breaks in every way that networks have. */
export async function networkCut(start: StartFlagServer, sizes: NetworkCutSizes): Promise<readonly Figure[]> {
  const { processes, writers, watchers, rounds, calls, storeTimeout, seed } = sizes;
  return await inLab(async (lab) => {
    const random = seededRandom(seed);
    const { name, port, address } = await start(lab);
    const workers = await lab.workers(processes + watchers);
    const lines = await Promise.all(workers.map(async (worker) => ({ worker, proxy: await lab.proxy(port) })));
    await Promise.all(
      lines.map(({ worker, proxy }) => worker.call('start', { store: { ...address, port: proxy.port }, storeTimeout })),
    );
    const fleet = await LoadedFleet.start(workers, { writers, watchers, seed });
    for (let round = 0; round < rounds; round++) {
      for (const fault of FAULTS) {
        const one = Math.floor(random() * workers.length);
        for (const cut of [lines.slice(one, one + 1), lines]) {
          await fleet.writes(1);
          await Promise.all(cut.map(({ proxy }) => proxy.begin(fault)));
          await fleet.calls(
            1 + Math.floor(random() * calls),
            cut.map(({ worker }) => worker),
          );
          await Promise.all(cut.map(({ proxy }) => proxy.end()));
          await fleet.recovers(`"${fault.kind}" of ${cut.length}`);
        }
      }
    }
    const figures = fleetFigures(
      `network of ${name} cut ${rounds * FAULTS.length * 2} times in ${FAULTS.length} ways`,
      await fleet.end(),
    );
    return [...figures, ...(await startAndClose(await lab.worker(), lines[0], address))];
  });
}

/** An instance that is started in a network that swallows everything, and one that is closed in it. */
async function startAndClose(
  other: WorkerProcess,
  line: Line | undefined,
  address: StoreAddress,
): Promise<readonly Figure[]> {
  if (line === undefined) return [];
  const { worker, proxy } = line;
  await proxy.begin(SILENCE);
  const start = await other.call('tryToStart', { store: { ...address, port: proxy.port } });
  const close = await worker.call('close');
  return [
    within(`start while ${address.kind} is cut off`, LONGEST_CALL_MS, start.ended - start.began, start.refused?.code),
    within(`close while ${address.kind} is cut off`, LONGEST_CALL_MS, close.ended - close.began, close.refused?.code),
  ];
}
