import type { FlagSchedule } from '../../../lib/store/flag-schedule.js';
import { PATIENCE_MS } from '../equal-states.js';
import { none, type Figure } from '../figure.js';
import { inLab } from '../lab.js';
import { endsOf, notEndedBy } from '../schedules/schedule-checks.js';
import { ScheduleCrew } from '../schedules/schedule-crew.js';
import type { FlagServer, StartFlagServer } from '../stores/flag-server.js';
import { until } from '../until.js';

export interface LateChangesSizes {
  readonly rounds: number;
}

const CREW = 3;

/** What is scheduled in each round: when it is due after the first one, from when on it is dropped, and how it ends. */
const PLAN = [
  { due: 0, end: 'schedule_carried_out' },
  { due: 50, dropAfterMs: 100, end: 'schedule_dropped' },
  { due: 100, dropAfterMs: 60_000, end: 'schedule_carried_out' },
  { due: 150, end: 'schedule_carried_out' },
] as const;
const OVERDUE_MS = 300;

/** How long before the first change is due the server may be killed; a busy machine needs more. */
const LEADS_MS = [300, 3000, 15_000];

/** Changes that become due while the server is unavailable. */
export async function lateChanges(start: StartFlagServer, { rounds }: LateChangesSizes): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const server = await start(lab);
    const crew = await ScheduleCrew.start(lab, CREW, { store: server.address });
    const planned: FlagSchedule[] = [];
    for (let round = 0; round < rounds; round++) planned.push(...(await overdueRound(crew, server, round)));
    const log = (await crew.members[0]?.worker.call('auditLog')) ?? [];
    const wrong = planned.flatMap((schedule, i) => notEndedBy(log, planAt(i).end, schedule));
    const order = log.flatMap((entry) => planned.filter((schedule) => endsOf([entry], schedule).length > 0));
    const early = order.filter((schedule, i) => schedule !== planned[i]).map(({ reason }) => `"${reason}" out of turn`);
    const title = `scheduled changes that are late after an outage of ${server.name}: not once, not in order, or not dropped`;
    return [none(title, [...wrong, ...early], `${planned.length}`)];
  });
}

/** Schedules the changes of a round and lets them become due while the server is unavailable. @returns them, as planned */
async function overdueRound(crew: ScheduleCrew, server: FlagServer, round: number): Promise<readonly FlagSchedule[]> {
  for (const lead of LEADS_MS) {
    const first = Date.now() + lead;
    const schedules = await Promise.all(
      PLAN.toReversed().map(async ({ due, ...plan }, i) => {
        const change = { type: 'set_override', key: 'sale', serve: { value: due } } as const;
        const request = {
          ...plan,
          change,
          at: first + due,
          actor: 'planner',
          reason: `round ${round}, lead ${lead}, due ${due}`,
        };
        return await crew.members[i % CREW]?.worker.call('schedule', request);
      }),
    );
    await server.kill();
    const isInTime = Date.now() < first;
    await until('all was overdue', PATIENCE_MS, () => (Date.now() > first + OVERDUE_MS ? true : undefined));
    await server.restart();
    const planned = schedules.filter((schedule) => schedule !== undefined).toReversed();
    await crew.waitsNoMore(planned.map(({ id }) => id));
    if (isInTime) return planned;
  }
  throw new Error(`The server was never killed within ${LEADS_MS.at(-1)} ms, before the first change was due`);
}

function planAt(i: number): (typeof PLAN)[number] {
  return PLAN[i % PLAN.length] ?? PLAN[0];
}
