import { atMost, shown, times, type Figure } from '../figure.js';
import { inLab, type Lab } from '../lab.js';
import { percentile } from '../percentile.js';
import type { WorkerProcess } from '../worker/worker-process.js';

export interface ManyFlagsSizes {
  readonly flags: number;
  readonly boots: number;
  readonly changes: number;
}

/** Times as long as reading the same documents and parsing their JSON, in a process that is as fresh. */
const BOOT_GOAL = 3;
/**
 * What a change may bring along beside two entries (its own, and the known one from which the log is read): the frames of
 * Redis, and the heartbeats of two connections.
 */
const BESIDES_BYTES = 512;

/** A store as large as those of large teams: how long an instance needs to begin, and what one change then costs it. */
export async function manyFlags({ flags, boots, changes }: ManyFlagsSizes): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const { port } = await lab.durableRedis();
    const writer = await lab.worker();
    await writer.call('seed', { port }, flags);
    const starts: number[] = [];
    const floors: number[] = [];
    for (let boot = 0; boot < boots; boot++) {
      floors.push(await timeInWorker(lab, port, 'readDocuments'));
      starts.push(await timeInWorker(lab, port, 'tryToStart'));
    }
    await writer.call('start', { port });
    const { whole, bytes, entry } = await changeOneOfMany(lab, writer, port, changes);
    return [
      times(
        `start with ${flags} flags in Redis`,
        BOOT_GOAL,
        percentile(starts, 0.5),
        { what: 'reading and parsing the same bytes', milliseconds: percentile(floors, 0.5) },
        `median of ${starts.map(shown).join(', ')}`,
      ),
      atMost(
        `bytes that a change of one of ${flags} flags brings to an instance`,
        { goal: 2 * entry + BESIDES_BYTES, measured: bytes / changes, unit: 'bytes' },
        `the audit entry has ${entry}; a start takes ${shown(whole)}`,
      ),
    ];
  });
}

/** How long a process that has just begun takes. */
async function timeInWorker(lab: Lab, port: number, call: 'readDocuments' | 'tryToStart'): Promise<number> {
  const worker = await lab.worker();
  const { began, ended, refused } = await worker.call(call, { port });
  if (refused !== undefined) throw new Error(refused.message);
  await worker.kill();
  return ended - began;
}

/** @returns the bytes of a start, of all changes, and of the audit entry of the last one as JSON */
async function changeOneOfMany(lab: Lab, writer: WorkerProcess, port: number, changes: number) {
  const proxy = await lab.proxy(port);
  const watcher = await lab.worker();
  await watcher.call('start', { port: proxy.port });
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
