import { none, type Figure } from '../figure.js';
import { inLab } from '../lab.js';
import { labelled } from '../shop.js';
import type { StartFlagServer } from '../stores/flag-server.js';
import type { CallOutcome } from '../worker/call-outcome.js';
import type { WorkerProcess } from '../worker/worker-process.js';

export interface HandoverSizes {
  readonly rounds: number;
}

/** A change message that arrives after the next operator, whom the load balancer sends to another process. */
const LATENCY_MS = 20;
const KEY = 'checkout';
const FAR_MS = 3_600_000;

/** One operator changes something, and another continues on a process that has not received the change yet. */
export async function handover(start: StartFlagServer, { rounds }: HandoverSizes): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const { name, port, address } = await start(lab);
    const proxy = await lab.proxy(port);
    const [near, far] = (await lab.workers(2)) as [WorkerProcess, WorkerProcess];
    await near.call('start', { store: address });
    await far.call('start', { store: { ...address, port: proxy.port } });
    await proxy.begin({ kind: 'delay', milliseconds: LATENCY_MS });
    const turnedAway: string[] = [];
    for (let round = 1; round <= rounds; round++) {
      for (const [what, goOn] of Object.entries(HANDOVERS)) {
        const { answer, refused } = await goOn(near, far, `round ${round}`);
        if (answer !== true) turnedAway.push(`${what}: ${refused?.message ?? 'it found nothing there'}`);
      }
    }
    const among = `${rounds * Object.keys(HANDOVERS).length}`;
    const title = `${name}: operators who continue from a change of another process, and are rejected`;
    return [none(title, turnedAway, among)];
  });
}

type Handover = (near: WorkerProcess, far: WorkerProcess, reason: string) => Promise<CallOutcome<boolean>>;

const HANDOVERS: Readonly<Record<string, Handover>> = {
  'take back an override': async (near, far, reason) => {
    const override = { type: 'set_override', key: KEY, serve: { enabled: false } } as const;
    await near.call('change', { change: override, actor: 'ada', reason });
    return await far.call('change', { change: { type: 'clear_override', key: KEY }, actor: 'bob', reason });
  },
  'edit a flag': async (near, far, reason) => {
    const first = { type: 'save_flag', key: KEY, definition: labelled(`ada, ${reason}`) } as const;
    await near.call('change', { change: first, actor: 'ada', reason });
    const { version } = await near.call('instanceState');
    const second = {
      type: 'save_flag',
      key: KEY,
      definition: labelled(`bob, ${reason}`),
      expectedVersion: version,
    } as const;
    return await far.call('change', { change: second, actor: 'bob', reason });
  },
  'cancel a scheduled change': async (near, far, reason) => {
    const change = { type: 'clear_override', key: KEY } as const;
    const { id } = await near.call('schedule', { change, at: Date.now() + FAR_MS, actor: 'ada', reason });
    return await far.call('cancelSchedule', id);
  },
};
