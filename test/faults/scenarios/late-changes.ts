import type { FlagSchedule } from '../../../lib/store/flag-schedule.js';
import { PATIENCE_MS } from '../equal-states.js';
import { none, type Figure } from '../figure.js';
import { inLab } from '../lab.js';
import { endsOf, notEndedBy } from '../schedules/schedule-checks.js';
import { ScheduleCrew } from '../schedules/schedule-crew.js';
import { until } from '../until.js';

export interface LateChangesSizes {
  readonly rounds: number;
}

const CREW = 3;

/** What is scheduled in each round: when it is due, from when on it is dropped, and how it has to end. */
const PLAN = [
  { due: 300, end: 'schedule_carried_out' },
  { due: 350, dropAfterMs: 100, end: 'schedule_dropped' },
  { due: 400, dropAfterMs: 60_000, end: 'schedule_carried_out' },
  { due: 450, end: 'schedule_carried_out' },
] as const;
const OVERDUE_MS = 600;

/** Changes that become due while Redis is unavailable. */
export async function lateChanges({ rounds }: LateChangesSizes): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const redis = await lab.durableRedis();
    const crew = await ScheduleCrew.start(lab, CREW, { port: redis.port });
    const planned: FlagSchedule[] = [];
    for (let round = 0; round < rounds; round++) {
      const now = Date.now();
      const schedules = await Promise.all(
        PLAN.toReversed().map(async ({ due, ...plan }, i) => {
          const change = { type: 'set_override', key: 'sale', serve: { value: due } } as const;
          const request = { ...plan, change, at: now + due, actor: 'planner', reason: `round ${round}, due ${due}` };
          return await crew.members[i % CREW]?.worker.call('schedule', request);
        }),
      );
      await redis.kill();
      await until('all was overdue', PATIENCE_MS, () => (Date.now() > now + OVERDUE_MS ? true : undefined));
      await redis.restart();
      planned.push(...schedules.filter((schedule) => schedule !== undefined).toReversed());
      await crew.waitsNoMore(planned.map(({ id }) => id));
    }
    const log = (await crew.members[0]?.worker.call('auditLog')) ?? [];
    const wrong = planned.flatMap((schedule, i) => notEndedBy(log, planAt(i).end, schedule));
    const order = log.flatMap((entry) => planned.filter((schedule) => endsOf([entry], schedule).length > 0));
    const early = order.filter((schedule, i) => schedule !== planned[i]).map(({ reason }) => `"${reason}" out of turn`);
    const title = 'scheduled changes that are late after an outage: not once, not in order, or not dropped';
    return [none(title, [...wrong, ...early], `${planned.length}`)];
  });
}

function planAt(i: number): (typeof PLAN)[number] {
  return PLAN[i % PLAN.length] ?? PLAN[0];
}
