import { untilEqual } from '../equal-states.js';
import { atMost, none, type Figure } from '../figure.js';
import { inLab } from '../lab.js';
import { labelled } from '../shop.js';
import { since, type CarriedOut, type StartFlagServer } from '../stores/flag-server.js';
import type { WorkerProcess } from '../worker/worker-process.js';

export interface HerdSizes {
  readonly processes: number;
  /** Of all processes together. */
  readonly instances: number;
  readonly changes: number;
}

const READS_EACH = 2;
/** Is the head still the one that is known? Which entries were missed? And what came while they were read? */
const READS_ON_RETURN = 4;
/** More than what fits into one announcement. */
const LARGE = 'x'.repeat(20_000);

/** Many instances that all see one change, and what they ask the server then. */
export async function herd(
  start: StartFlagServer,
  { processes, instances, changes }: HerdSizes,
): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const server = await start(lab);
    const workers = await lab.workers(processes);
    for (let i = 0; i < instances; i += processes) {
      await Promise.all(workers.map((worker) => worker.call('start', { store: server.address })));
    }
    const figures: Figure[] = [];
    let version = 0;
    for (const [kind, value] of Object.entries({ small: '', large: LARGE })) {
      const before = await server.carriedOut();
      for (let i = 0; i < changes; i++) await changeForAll(workers, ++version, value);
      const caused = since(before, await server.carriedOut());
      const title = `a ${kind} change in ${server.name} seen by ${instances} instances`;
      figures.push(...figuresOf(title, caused, { times: changes, instances, goal: READS_EACH }));
    }
    await server.restart();
    await untilEqual(workers);
    await changeForAll(workers, ++version, '');
    const back = { times: 1, instances, goal: READS_ON_RETURN };
    return [
      ...figures,
      ...figuresOf(`${server.name} is back for ${instances} instances`, await server.carriedOut(), back),
    ];
  });
}

/** Resolves once all instances have it in force. */
async function changeForAll(workers: readonly WorkerProcess[], version: number, value: string): Promise<void> {
  const change = { type: 'save_flag', key: 'checkout', definition: labelled(`${version} ${value}`) } as const;
  const outcome = await workers[0]?.call('change', { change, actor: 'operator', reason: `change ${version}` });
  if (outcome?.refused !== undefined) throw new Error(outcome.refused.message);
  await Promise.all(workers.map((worker) => worker.call('allHave', version)));
}

interface Herd {
  readonly times: number;
  readonly instances: number;
  /** How often each may read, each time. */
  readonly goal: number;
}

function figuresOf(title: string, caused: readonly CarriedOut[], { times, instances, goal }: Herd): readonly Figure[] {
  const reads = caused.filter(({ effect }) => effect !== 'other');
  const whole = reads.filter(({ effect }) => effect === 'reads_all');
  const all = caused.map(({ text, calls }) => `${text} ${calls}`).join(', ');
  const each = reads.reduce((total, { calls }) => total + calls, 0) / times / instances;
  return [
    atMost(`${title}: reads by each`, { goal, measured: each, unit: 'reads' }, `${times} times: ${all}`),
    none(
      `${title}: readings of everything`,
      whole.map(({ text, calls }) => `${calls} times ${text}`),
      `${times} times`,
    ),
  ];
}
