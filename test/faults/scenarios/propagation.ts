import { none, shown, times, type Figure, type Floor } from '../figure.js';
import { inLab } from '../lab.js';
import { gapsOf, strayedFrom } from '../log-checks.js';
import { percentile } from '../percentile.js';
import { labelled } from '../shop.js';
import type { StartFlagServer } from '../stores/flag-server.js';
import type { Change } from '../worker/perform-change.js';
import type { WorkerProcess } from '../worker/worker-process.js';

export interface PropagationSizes {
  readonly processes: number;
  readonly changes: number;
  /** Which percentile is compared with that of a plain client, and how many times as long it may take. */
  readonly goal: { readonly share: number; readonly times: number };
}

/** Changes on one process after the other, and how long it takes until each of the others has them in force. */
export async function propagation(
  start: StartFlagServer,
  { processes, changes, goal }: PropagationSizes,
): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const server = await start(lab);
    const workers = await lab.workers(processes);
    await Promise.all(workers.map((worker) => worker.call('start', { store: server.address })));
    const { delays, wrong, early } = await changesSeen(workers, changes);
    const percent = `p${goal.share * 100}`;
    const floor: Floor = {
      what: `a plain message and a read, ${percent}`,
      milliseconds: percentile(await server.messageDelays(changes, workers), goal.share),
    };
    const title = `${changes} changes on one of ${processes} processes with ${server.name}`;
    const seen = percentile(delays, goal.share);
    return [
      times(`${title}: seen by the others, ${percent}`, goal.times, seen, floor, distributionOf(delays)),
      none(`${title}: missed or out of order`, wrong, `${delays.length} sightings`),
      none(`${title}: announced before in force`, early, `${delays.length + changes}`),
    ];
  });
}

/** What was seen of changes that one process after the other has made. */
export interface SeenChanges {
  /** How long it took until each of the others had each change in force, in milliseconds. */
  readonly delays: readonly number[];
  /** Changes that were refused, missed, or seen in another order. */
  readonly wrong: readonly string[];
  /** Changes that were announced before they were in force. */
  readonly early: readonly string[];
}

/** Lets one process after the other make a change, as soon as it has seen the previous one. */
export async function changesSeen(workers: readonly WorkerProcess[], changes: number): Promise<SeenChanges> {
  const began = new Map<string, { readonly at: number; readonly writer: number }>();
  const refused: string[] = [];
  for (let i = 0; i < changes; i++) {
    const writer = i % workers.length;
    const reason = `change ${i}`;
    if (i > 0) await workers[writer]?.call('hasAnnounced', i); // an operator sees the previous change first
    const outcome = await workers[writer]?.call('change', {
      change: changeOf(i),
      actor: `operator ${writer}`,
      reason,
    });
    if (outcome?.answer !== true) refused.push(`${reason}: ${outcome?.refused?.message ?? 'nothing to change'}`);
    began.set(reason, { at: outcome?.began ?? 0, writer });
  }
  await Promise.all(workers.map((worker) => worker.call('hasAnnounced', changes - refused.length)));
  const log = (await workers[0]?.call('auditLog')) ?? [];
  const announced = await Promise.all(workers.map((worker) => worker.call('announced')));
  const delays = announced.flatMap((list, listener) =>
    list.flatMap(({ reason, at }) => {
      const change = began.get(reason ?? '');
      return change === undefined || change.writer === listener ? [] : [at - change.at];
    }),
  );
  const strayed = announced.flatMap((list, i) => strayedFrom(log, list, `process ${i}`));
  const early = announced.flat().flatMap(({ isInForce, reason }) => (isInForce ? [] : [reason ?? '']));
  return { delays, wrong: [...refused, ...gapsOf(log), ...strayed], early };
}

export function distributionOf(delays: readonly number[]): string {
  const [p50, p99, max] = [0.5, 0.99, 1].map((share) => shown(percentile(delays, share)));
  return `p50 ${p50}, p99 ${p99}, max ${max}`;
}

const FLAGS = 50;
const CLEARED_AFTER = 10;

/** In turn an override for one user, the end of an earlier one, and a definition. */
function changeOf(i: number): Change {
  const turn = Math.floor(i / 3);
  const key = `flag-${turn % FLAGS}`;
  if (i % 3 === 1 && turn >= CLEARED_AFTER) {
    const earlier = turn - CLEARED_AFTER;
    return { type: 'clear_override', key: `flag-${earlier % FLAGS}`, unit: `user-${earlier}` };
  }
  if (i % 3 === 2) return { type: 'save_flag', key, definition: labelled(`definition ${turn}`) };
  return {
    type: 'set_override',
    key,
    unit: i % 3 === 0 ? `user-${turn}` : `guest-${turn}`,
    serve: { value: `served ${turn}` },
  };
}
