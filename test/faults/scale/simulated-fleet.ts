import { FlagManager } from '../../../dist/core.js';
import { percentile } from '../percentile.js';
import { SimulatedServer, type RecordedLatencies } from './simulated-store.js';
import { VirtualTime } from './virtual-time.js';

export interface FleetTimes {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Reads of the log by each instance, for each change. */
  readonly reads: number;
}

const QUIET = { log: () => {}, warn: () => {}, error: () => {} };
const CHANGES = 5;

/** Real instances in one process over a simulated server and network: when each of them has a change in force. */
export async function simulateFleet(instances: number, latencies: RecordedLatencies): Promise<FleetTimes> {
  const time = new VirtualTime();
  const server = new SimulatedServer(time, latencies);
  const starting = Array.from({ length: instances }, () =>
    FlagManager.create({
      store: server.connection(),
      storeTimeout: '10m',
      bootTimeout: '10m',
      storePoll: '10m',
      logger: QUIET,
    }),
  );
  await time.run();
  const fleet = await Promise.all(starting);
  const took: number[] = [];
  let began = 0;
  for (const flags of fleet) flags.changes$.subscribe(() => took.push(time.now - began));
  server.reads = 0;
  for (let change = 0; change < CHANGES; change++) {
    began = time.now;
    const made = fleet[0]?.saveFlag('sale', change % 2 === 0);
    await time.run();
    await made;
  }
  const [p50 = 0, p99 = 0, max = 0] = [0.5, 0.99, 1].map((share) => percentile(took, share));
  if (took.length !== CHANGES * instances) throw new Error(`Only ${took.length} sightings.`);
  const reads = server.reads / CHANGES / instances;
  await Promise.all(fleet.map((flags) => flags.close()));
  return { p50, p99, max, reads };
}
