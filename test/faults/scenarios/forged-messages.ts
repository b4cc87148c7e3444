import { atMost, none, type Figure } from '../figure.js';
import { inLab } from '../lab.js';
import { labelled } from '../shop.js';
import { callsOf, since, type StartFlagServer } from '../stores/flag-server.js';

export interface ForgedSizes {
  readonly processes: number;
  /** How long messages are sent, in milliseconds. */
  readonly duration: number;
}

const SWITCHED_OFF = 'checkout';
/** Of each instance: one for each tenth of a second, and one more. */
const READS_A_SECOND = 11;

/** A client of the server sends as many forged messages as the server accepts, beside genuine changes. */
export async function forgedMessages(
  start: StartFlagServer,
  { processes, duration }: ForgedSizes,
): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const server = await start(lab);
    const workers = await lab.workers(processes);
    await Promise.all(workers.map((worker) => worker.call('start', { store: server.address })));
    const [operator] = workers;
    const by = { actor: 'operator', reason: 'incident 7' };
    const off = { type: 'set_override', key: SWITCHED_OFF, serve: { enabled: false } } as const;
    await operator?.call('change', { change: off, ...by });
    await Promise.all(workers.map((worker) => worker.call('hasAnnounced', 1)));
    const before = await server.carriedOut();
    const began = performance.now();
    let sent = 0;
    const released: string[] = [];
    while (performance.now() - began < duration) {
      const messages = Array.from({ length: 100 }, (_, i) => messageAt(sent + i));
      await server.publish(messages);
      sent += messages.length;
      for (const worker of workers) {
        const { enabled } = await worker.call('evaluate', SWITCHED_OFF, 'ada');
        if (enabled) released.push(`after ${sent} messages`);
      }
    }
    const seconds = (performance.now() - began) / 1000;
    const reads = callsOf('reads_log', since(before, await server.carriedOut()));
    const save = { type: 'save_flag', key: 'search', definition: labelled('honest') } as const;
    await operator?.call('change', { change: save, ...by });
    await Promise.all(workers.map((worker) => worker.call('hasAnnounced', 2)));
    const title = `${sent} forged messages on the channel of ${server.name} to ${processes} processes`;
    return [
      none(`${title}: kill switches released`, released, `${sent} messages`),
      atMost(
        `${title}: reads by each, a second`,
        { goal: READS_A_SECOND, measured: reads / processes / seconds, unit: 'reads' },
        `${reads} in ${seconds.toFixed(1)} s`,
      ),
    ];
  });
}

/** In turn an entry that would release the switch, positions that do not exist, and garbage. */
function messageAt(i: number): string {
  if (i % 3 === 1) return `${1000 + i} forged`;
  if (i % 3 === 2) return `{"garbage":${i}`;
  const entry = {
    id: 'forged',
    version: 2,
    time: '2026-01-01T00:00:00.000Z',
    actor: 'operator',
    action: 'override_cleared',
  };
  return JSON.stringify({
    after: '1 forged',
    entries: [{ ...entry, key: SWITCHED_OFF, before: null, after: null, origin: 'api' }],
  });
}
