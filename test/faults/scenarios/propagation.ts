import { none, shown, times, type Figure } from '../figure.js';
import { inLab } from '../lab.js';
import { gapsOf, strayedFrom } from '../log-checks.js';
import { percentile } from '../percentile.js';
import { messageDelay } from '../message-delay.js';
import { labelled } from '../shop.js';
import type { Change } from '../worker/perform-change.js';

export interface PropagationSizes {
  readonly processes: number;
  readonly changes: number;
}

/** Changes on one process after the other, and how long it takes until each of the others has them in force. */
export async function propagation({ processes, changes }: PropagationSizes): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const { port } = await lab.redis();
    const workers = await lab.workers(processes);
    await Promise.all(workers.map((worker) => worker.call('start', { port })));
    const began = new Map<string, { readonly at: number; readonly writer: number }>();
    const refused: string[] = [];
    for (let i = 0; i < changes; i++) {
      const writer = i % processes;
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
    const wrong = [
      ...refused,
      ...gapsOf(log),
      ...announced.flatMap((list, i) => strayedFrom(log, list, `process ${i}`)),
    ];
    const early = announced.flat().filter(({ isInForce }) => !isInForce);
    const [p50, p99, max] = [0.5, 0.99, 1].map((share) => percentile(delays, share)) as [number, number, number];
    const floor = { what: 'a plain message and a read, p99', milliseconds: await messageDelay(port, changes) };
    const title = `${changes} changes on one of ${processes} processes`;
    return [
      times(`${title}: seen by the others, p99`, GOAL, p99, floor, `p50 ${shown(p50)}, max ${shown(max)}`),
      none(`${title}: missed or out of order`, wrong, `${delays.length} sightings`),
      none(
        `${title}: announced before in force`,
        early.map(({ reason }) => reason ?? ''),
        `${announced.flat().length}`,
      ),
    ];
  });
}

/** Times as long as it takes a client without this package to receive a message and read. */
const GOAL = 30;
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
