import { setTimeout as delay } from 'node:timers/promises';
import type { FlagSchedule } from '../../../lib/store/flag-schedule.js';
import { seededRandom } from '../../crash/seeded-random.mjs';
import { PATIENCE_MS } from '../equal-states.js';
import { none, type Figure } from '../figure.js';
import { inLab, type Lab } from '../lab.js';
import { endsOf, notEndedBy } from '../schedules/schedule-checks.js';
import { ScheduleCrew, type CrewMember } from '../schedules/schedule-crew.js';
import type { FlagServer, StartFlagServer } from '../stores/flag-server.js';
import type { StoreAddress } from '../stores/store-address.js';
import { until } from '../until.js';

export interface ScheduledChangesSizes {
  readonly trials: number;
  /** Stores that are tried at the same time, each with instances of its own. */
  readonly lanes: number;
  readonly seed: number;
}

const CREW = 3;
/** So that carrying out takes its time, and can be killed in the middle. */
const LATENCY_MS = 15;
const ANYBODY = 0.2;

interface Lane {
  readonly address: StoreAddress;
  readonly random: () => number;
  readonly trials: number;
}

interface Trials {
  readonly wrong: readonly string[];
  /** Trials in which the change was made after the process with the lease had been killed. */
  readonly takenOver: number;
}

/** Changes that come due, and an instance that is killed while it carries them out. */
export async function scheduledChanges(
  start: StartFlagServer,
  { trials, lanes, seed }: ScheduledChangesSizes,
): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const server = await start(lab);
    const results = await Promise.all(
      Array.from({ length: lanes }, async (_, i) => {
        const random = seededRandom(seed * lanes + i);
        const address = await server.space(`lane-${i}`);
        return await runLane(lab, server, { address, random, trials: Math.ceil((trials - i) / lanes) });
      }),
    );
    const wrong = results.flatMap((result) => result.wrong);
    const takenOver = results.reduce((sum, result) => sum + result.takenOver, 0);
    const title = `scheduled change in ${server.name}, its worker killed: not carried out exactly once`;
    return [none(title, wrong, `${trials} trials, ${takenOver} of them carried out by another instance`)];
  });
}

async function runLane(lab: Lab, server: FlagServer, { address, random, trials }: Lane): Promise<Trials> {
  const proxy = await lab.proxy(address.port);
  await proxy.begin({ kind: 'delay', milliseconds: LATENCY_MS });
  const crew = await ScheduleCrew.start(lab, CREW, { store: { ...address, port: proxy.port } });
  const done: { readonly schedule: FlagSchedule; readonly killedAt: number }[] = [];
  for (let i = 0; i < trials; i++) {
    const at = Date.now() + 250 + Math.floor(random() * 150);
    const change = { type: 'set_override', key: 'sale', serve: { value: i } } as const;
    const request = { change, at, actor: 'planner', reason: `change ${i}` };
    const schedule = await crew.any(random).worker.call('schedule', request);
    const holder = random() < ANYBODY ? crew.any(random) : await holderOf(server, crew, { address, at });
    await delay(random() * 4 * LATENCY_MS); // in the middle of its work
    const killedAt = Date.now();
    await crew.replace(holder);
    await crew.waitsNoMore([schedule.id]);
    done.push({ schedule, killedAt });
  }
  const log = (await crew.members[0]?.worker.call('auditLog')) ?? [];
  const wrong = done.flatMap(({ schedule }) => notEndedBy(log, 'schedule_carried_out', schedule));
  const late = done.filter(({ schedule, killedAt }) =>
    endsOf(log, schedule).some(({ time }) => Date.parse(time) > killedAt),
  );
  return { wrong, takenOver: late.length };
}

/** Whoever has the lease when the change is due. */
async function holderOf(
  server: FlagServer,
  crew: ScheduleCrew,
  { address, at }: { readonly address: StoreAddress; readonly at: number },
): Promise<CrewMember> {
  return await until('one of the instances had the lease', PATIENCE_MS, async () => {
    if (Date.now() < at - LATENCY_MS) return undefined;
    const holder = await server.leaseHolder(address, 'due');
    return crew.members.find(({ instance }) => instance === holder);
  });
}
