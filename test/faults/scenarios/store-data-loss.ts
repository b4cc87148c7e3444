import { none, RETRY_PAUSE, times, type Figure } from '../figure.js';
import { inLab } from '../lab.js';
import { labelled } from '../shop.js';
import type { StartFlagServer } from '../stores/flag-server.js';
import { until } from '../until.js';
import type { Change } from '../worker/perform-change.js';
import type { WorkerProcess } from '../worker/worker-process.js';

export interface DataLossSizes {
  readonly processes: number;
  readonly rounds: number;
}

const PATIENCE_MS = 30_000;
const SWITCHED_OFF = 'checkout';

/** A store that is emptied under instances which know a kill switch, and all of them asked to restore it at once. */
export async function storeDataLoss(
  start: StartFlagServer,
  { processes, rounds }: DataLossSizes,
): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const server = await start(lab);
    const workers = await lab.workers(processes);
    await Promise.all(workers.map((worker) => worker.call('start', { store: server.address })));
    await make(workers[0], { type: 'save_flag', key: SWITCHED_OFF, definition: labelled('open') });
    await make(workers[0], { type: 'set_override', key: SWITCHED_OFF, serve: { enabled: false } });
    await Promise.all(workers.map((worker) => worker.call('hasAnnounced', 2)));
    const wrong: string[] = [];
    let slowest = 0;
    let answers = 0;
    for (let round = 0; round < rounds; round++) {
      await server.empty();
      const refused = await Promise.all(
        workers.map((worker) =>
          worker.call('change', {
            change: { type: 'clear_override', key: SWITCHED_OFF },
            actor: 'operator',
            reason: 'it is empty',
          }),
        ),
      );
      wrong.push(
        ...refused.flatMap(({ refused: why }) => (why?.code === 'STORE_DATA_LOSS' ? [] : [`a change: ${why?.code}`])),
      );
      for (const worker of workers) wrong.push(...(await released(worker, 'degraded')));
      const began = performance.now();
      const restored = await Promise.all(workers.map((worker) => worker.call('restoreStore')));
      const written = restored.reduce((total, each) => total + each, 0);
      if (written !== 2) wrong.push(`${written} documents were written, not 2`);
      for (const worker of workers) {
        await until('an instance follows again', PATIENCE_MS, async () => {
          const { state } = await worker.call('instanceState');
          return state === 'ready' ? true : undefined;
        });
        wrong.push(...(await released(worker, 'ready')));
      }
      slowest = Math.max(slowest, performance.now() - began);
      answers += 3 * workers.length;
    }
    const title = `${server.name} is emptied ${rounds} times under ${processes} processes`;
    return [
      none(`${title}: kill switches released, changes taken, documents written twice`, wrong, `${answers} answers`),
      times(`${title}: restored and followed by all, slowest`, 4, slowest, RETRY_PAUSE),
    ];
  });
}

/** What is wrong with an instance that should keep the kill switch in force. */
async function released(worker: WorkerProcess, expected: string): Promise<readonly string[]> {
  const { enabled } = await worker.call('evaluate', SWITCHED_OFF, 'ada');
  const { state } = await worker.call('instanceState');
  return [
    ...(enabled ? ['the kill switch is released'] : []),
    ...(state === expected ? [] : [`the state is ${state}`]),
  ];
}

async function make(worker: WorkerProcess | undefined, change: Change): Promise<void> {
  const outcome = await worker?.call('change', { change, actor: 'operator', reason: 'incident 7' });
  if (outcome?.refused !== undefined) throw new Error(outcome.refused.message);
}
