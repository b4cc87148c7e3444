import { atMost, shown, times, type Figure } from '../figure.js';
import { inLab, type Lab } from '../lab.js';
import { percentile } from '../percentile.js';
import type { StartFlagServer } from '../stores/flag-server.js';
import type { StoreAddress } from '../stores/store-address.js';
import type { WorkerProcess } from '../worker/worker-process.js';

export interface ManyFlagsSizes {
  readonly flags: number;
  readonly boots: number;
  readonly changes: number;
  /** How many times as long a start may take as reading the same documents and parsing their JSON, in a new process. */
  readonly bootGoal: number;
}

/**
 * What a change may cost beside two entries (its own, and the known one from which the log is read): the frames of the
 * protocol, and the heartbeats of two connections.
 */
const BESIDES_BYTES = 512;

/** A store as large as those of large teams: how long an instance needs to begin, and what one change then costs it. */
export async function manyFlags(
  start: StartFlagServer,
  { flags, boots, changes, bootGoal }: ManyFlagsSizes,
): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const { name, address } = await start(lab);
    const writer = await lab.worker();
    await writer.call('seed', { store: address }, flags);
    const starts: number[] = [];
    const floors: number[] = [];
    for (let boot = 0; boot < boots; boot++) {
      floors.push(await timeInWorker(lab, address, 'readDocuments'));
      starts.push(await timeInWorker(lab, address, 'tryToStart'));
    }
    await writer.call('start', { store: address });
    const { whole, bytes, entry } = await changeOneOfMany(lab, writer, address, changes);
    return [
      times(
        `start with ${flags} flags in ${name}`,
        bootGoal,
        percentile(starts, 0.5),
        { what: 'reading and parsing the same bytes', milliseconds: percentile(floors, 0.5) },
        `median of ${starts.map(shown).join(', ')}`,
      ),
      atMost(
        `bytes that ${name} sends to an instance when one of ${flags} flags changes`,
        { goal: 2 * entry + BESIDES_BYTES, measured: bytes / changes, unit: 'bytes' },
        `the audit entry has ${entry}; a start takes ${shown(whole)}`,
      ),
    ];
  });
}

/** How long a process that has just begun takes. */
async function timeInWorker(lab: Lab, store: StoreAddress, call: 'readDocuments' | 'tryToStart'): Promise<number> {
  const worker = await lab.worker();
  const { began, ended, refused } = await worker.call(call, { store });
  if (refused !== undefined) throw new Error(refused.message);
  await worker.kill();
  return ended - began;
}

/** @returns the bytes of a start, of all changes, and of the audit entry of the last one as JSON */
async function changeOneOfMany(lab: Lab, writer: WorkerProcess, store: StoreAddress, changes: number) {
  const proxy = await lab.proxy(store.port);
  const watcher = await lab.worker();
  await watcher.call('start', { store: { ...store, port: proxy.port } });
  const whole = proxy.carried('to_client');
  const { version } = await watcher.call('instanceState');
  for (let i = 1; i <= changes; i++) {
    const change = { type: 'save_flag', key: 'team-1.feature-1', definition: i % 2 === 0 } as const;
    await writer.call('change', { change, actor: 'operator', reason: 'tried once more' });
    await watcher.call('hasAnnounced', version + i);
  }
  const bytes = proxy.carried('to_client') - whole;
  const [entry] = await writer.call('lastEntries', 1);
  return { whole, bytes, entry: Buffer.byteLength(JSON.stringify(entry)) };
}
